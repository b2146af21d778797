// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"berth-backend-example/pb"
)

// grace is how long a child that was left behind may hold the output open.
const grace = 5 * time.Second

// Exec runs a command to its end. The caller who leaves, and the end of the environment, kill it.
func (p *plugin) Exec(request *pb.ExecRequest, stream pb.BackendPlugin_ExecServer) error {
	made, done, err := p.use(request.EnvironmentId)
	if err != nil {
		return err
	}
	defer done()
	if len(request.Command) == 0 {
		return status.Error(codes.InvalidArgument, "the command has no words")
	}
	ending, end := context.WithCancel(stream.Context())
	defer end()
	defer context.AfterFunc(made.gone, end)()
	command, problem := prepare(ending, request)
	if problem == nil {
		var mu sync.Mutex
		command.Stdout = sender{stream, &mu, pb.DataChunk_STDOUT}
		command.Stderr = sender{stream, &mu, pb.DataChunk_STDERR}
		problem = command.Start()
	}
	if problem != nil {
		return stream.Send(&pb.ExecOutput{Output: &pb.ExecOutput_ExecFailed{
			ExecFailed: &pb.ExecFailed{ErrorMessage: problem.Error()}}})
	}
	command.Wait()
	syscall.Kill(-command.Process.Pid, syscall.SIGKILL) // what it left behind
	if made.gone.Err() != nil {
		return status.Errorf(codes.NotFound, "environment `%s` was removed", request.EnvironmentId)
	}
	return stream.Send(&pb.ExecOutput{Output: &pb.ExecOutput_ExecComplete{
		ExecComplete: &pb.ExecComplete{ExitCode: exitCode(command.ProcessState)}}})
}

func prepare(ending context.Context, request *pb.ExecRequest) (*exec.Cmd, error) {
	if request.User != nil {
		if self, err := user.Current(); err != nil || *request.User != self.Username {
			return nil, errors.New("this plugin runs commands as its own user, not as `" + *request.User + "`")
		}
	}
	program, err := find(request)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ending, program)
	command.Args = request.Command
	command.Dir = request.Workdir
	command.Env = []string{}
	for name, value := range request.Env {
		command.Env = append(command.Env, name+"="+value)
	}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = grace
	return command, nil
}

// find looks a program up in the PATH of the command, not in that of this plugin.
func find(request *pb.ExecRequest) (string, error) {
	program := request.Command[0]
	if strings.Contains(program, "/") {
		return program, nil
	}
	for _, folder := range filepath.SplitList(request.Env["PATH"]) {
		path := filepath.Join(folder, program)
		if about, err := os.Stat(path); err == nil && about.Mode().IsRegular() && about.Mode()&0o111 != 0 {
			return path, nil
		}
	}
	return "", errors.New("there is no program `" + program + "` in PATH")
}

// exitCode is what a shell would say of it.
func exitCode(state *os.ProcessState) int32 {
	if ended, ok := state.Sys().(syscall.WaitStatus); ok && ended.Signaled() {
		return 128 + int32(ended.Signal())
	}
	return int32(state.ExitCode())
}

// sender passes one of the streams of a command on. A slow reader makes the command wait.
type sender struct {
	stream pb.BackendPlugin_ExecServer
	mu     *sync.Mutex
	which  pb.DataChunk_Stream
}

func (s sender) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chunk := &pb.DataChunk{Stream: s.which, Data: data}
	return len(data), s.stream.Send(&pb.ExecOutput{Output: &pb.ExecOutput_Data{Data: chunk}})
}
