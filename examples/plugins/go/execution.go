// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	"berth-backend-example/pb"
)

const (
	room  = 4 << 20 // how much output is kept that nobody called durable
	piece = 64 << 10
	grace = 5 * time.Second // how long a child that was left behind may hold the output open
)

var numbers = map[pb.Signal]syscall.Signal{
	pb.Signal_INTERRUPT: syscall.SIGINT, pb.Signal_TERMINATE: syscall.SIGTERM, pb.Signal_KILL: syscall.SIGKILL,
}

// execution is a command: its keeper holds the processes, this the output that nobody called durable.
type execution struct {
	request *pb.StartRequest
	keeper  *exec.Cmd
	control io.WriteCloser
	gone    chan struct{} // closed when nothing of its tree is left

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	kept    []byte
	base    uint64 // how many bytes were forgotten before those kept
	drained bool
	result  *pb.Result
	lost    string
	late    bool
}

func begin(request *pb.StartRequest) (*execution, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	output, writes, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer writes.Close()
	run := &execution{request: request, changed: make(chan struct{}), gone: make(chan struct{})}
	run.keeper = exec.Command(program, "keep")
	run.keeper.Env = []string{"GOMAXPROCS=1"}
	run.keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	run.keeper.Stdout = writes
	report, _ := run.keeper.StderrPipe()
	run.control, _ = run.keeper.StdinPipe()
	if err := run.keeper.Start(); err != nil {
		output.Close()
		return nil, err
	}
	wanted := job{Command: request.Command, Directory: request.Directory}
	for name, value := range request.Env {
		wanted.Env = append(wanted.Env, name+"="+value)
	}
	text, _ := json.Marshal(wanted)
	go func() {
		fmt.Fprintf(run.control, "%08d%s", len(text), text)
		if request.Limit != nil {
			time.AfterFunc(request.Limit.AsDuration(), run.limit)
		}
	}()
	go run.pump(output)
	go run.wait(report, output)
	return run, nil
}

// change makes a change and tells all who wait for one.
func (run *execution) change(apply func()) {
	run.mu.Lock()
	defer run.mu.Unlock()
	apply()
	close(run.changed)
	run.changed = make(chan struct{})
}

// await returns nil when a condition holds, which is asked after every change.
func (run *execution) await(ctx context.Context, holds func() bool) error {
	for {
		run.mu.Lock()
		now, changed := holds(), run.changed
		run.mu.Unlock()
		if now {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (run *execution) pump(output *os.File) {
	defer output.Close()
	buffer := make([]byte, piece)
	for last := false; !last; {
		// Without room nobody empties the pipe, and the command waits.
		run.await(context.Background(), func() bool { return len(run.kept) < room || run.lost != "" })
		size, err := output.Read(buffer)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			output.SetReadDeadline(time.Now().Add(time.Millisecond))
			size, _ = output.Read(buffer)
		}
		last = err != nil
		run.change(func() {
			run.kept = append(run.kept, buffer[:size]...)
			run.drained = last
		})
	}
	// What a child that was left behind still says is heard by nobody.
	output.SetReadDeadline(time.Time{})
	io.Copy(io.Discard, output)
}

func (run *execution) wait(report io.Reader, output *os.File) {
	text := make([]byte, 0, piece)
	for !strings.HasSuffix(string(text), "\n") && len(text) < piece {
		size, err := report.Read(text[len(text):cap(text)])
		text = text[:len(text)+size]
		if err != nil {
			break
		}
	}
	var code uint32
	how, rest, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	fmt.Sscanf(rest, "%d", &code)
	_, problem, _ := strings.Cut(rest, " ")
	run.change(func() {
		switch {
		case run.lost != "":
			run.result = &pb.Result{How: &pb.Result_EnvironmentLost{EnvironmentLost: &pb.EnvironmentLost{Problem: run.lost}}}
		case run.late:
			run.result = &pb.Result{How: &pb.Result_TimedOut{TimedOut: durationpb.New(run.request.Limit.AsDuration())}}
		case how == "exited":
			run.result = &pb.Result{How: &pb.Result_Exited{Exited: code}}
		case how == "signalled":
			run.result = &pb.Result{How: &pb.Result_Signalled{Signalled: code}}
		case how == "failed":
			run.result = &pb.Result{How: &pb.Result_NotStarted{NotStarted: &pb.NotStarted{Code: code, Problem: problem}}}
		default:
			run.result = &pb.Result{How: &pb.Result_EnvironmentLost{
				EnvironmentLost: &pb.EnvironmentLost{Problem: "the keeper of the command ended"}}}
		}
	})
	timer := time.AfterFunc(grace, func() { output.SetReadDeadline(time.Now()) })
	io.Copy(io.Discard, report)
	run.keeper.Wait()
	timer.Stop()
	close(run.gone)
}

func (run *execution) limit() {
	run.mu.Lock()
	run.late = run.result == nil
	run.mu.Unlock()
	if run.late {
		run.tell(syscall.SIGKILL)
	}
}

func (run *execution) tell(number syscall.Signal) {
	run.control.Write([]byte{byte(number)})
}

// end ends it because its environment does.
func (run *execution) end(problem string) {
	run.change(func() { run.lost = problem })
	run.tell(syscall.SIGKILL)
}

func (run *execution) ended() bool { return run.result != nil }

func (run *execution) signal(steps []*pb.SignalRequest_Step) {
	for _, step := range steps {
		run.mu.Lock()
		ended := run.ended()
		run.mu.Unlock()
		if !ended || step.Signal == pb.Signal_KILL {
			run.tell(numbers[step.Signal])
		}
		patience, cancel := context.WithTimeout(context.Background(), step.Patience.AsDuration())
		run.await(patience, run.ended)
		cancel()
	}
}

// forget lets go of what a reader has stored.
func (run *execution) forget(durable uint64) {
	if end := run.base + uint64(len(run.kept)); durable > end {
		durable = end
	}
	if durable > run.base {
		run.kept = run.kept[durable-run.base:]
		run.base = durable
	}
}

// read sends output from a position on, as far as the windows allow, and at last the result.
func (run *execution) read(at uint64, first *pb.ReadRequest, stream pb.Executions_ReadServer) error {
	window, failure := uint64(0), error(nil)
	take := func(request *pb.ReadRequest) {
		run.change(func() {
			window += request.Window
			for _, place := range request.Durable {
				run.forget(place.Offset)
			}
		})
	}
	take(first)
	go func() {
		for {
			request, err := stream.Recv()
			if err != nil {
				return // half-closing is no cancellation
			}
			if request.Open != nil {
				run.change(func() { failure = refuse("FRAME_ORDER", "`open` belongs into the first message") })
				return
			}
			take(request)
		}
	}()
	for {
		var bytes []byte
		var result *pb.Result
		err := run.await(stream.Context(), func() bool {
			end := run.base + uint64(len(run.kept))
			switch {
			case failure != nil:
			case at < run.base || at > end:
				failure = refuse("OUTPUT_FORGOTTEN", "output is kept from %d to %d, not at %d", run.base, end, at)
			case at < end && window > 0:
				size := min(end-at, window, piece)
				bytes = append(bytes, run.kept[at-run.base:][:size]...)
				window -= size
			case at == end && run.drained && run.ended():
				result = run.result
			default:
				return false
			}
			return true
		})
		switch {
		case err != nil:
			return err
		case failure != nil:
			return failure
		case result != nil:
			return stream.Send(&pb.ReadResponse{Event: &pb.ReadResponse_Result{Result: result}})
		}
		chunk := &pb.Chunk{At: &pb.Position{Offset: at}, Bytes: bytes}
		if err := stream.Send(&pb.ReadResponse{Event: &pb.ReadResponse_Chunk{Chunk: chunk}}); err != nil {
			return err
		}
		at += uint64(len(bytes))
	}
}
