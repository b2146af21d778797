// SPDX-License-Identifier: Apache-2.0
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What a keeper is told to run.
type job struct {
	Command   []string
	Env       []string
	Directory string
}

// keep holds the process tree of one command: orphans come to it, so nothing escapes a signal.
//
// A job comes on standard input as one JSON value, then one byte for each signal to send to the
// tree; the end of the input is KILL, so the tree ends with the plugin. How the command ended goes to
// standard error as one line. Standard output is the command's, both its streams.
func keep() {
	const becomeSubreaper = 36
	syscall.RawSyscall(syscall.SYS_PRCTL, becomeSubreaper, 1, 0)
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGCHLD)
	var size int
	fmt.Fscanf(unbuffered{os.Stdin}, "%8d", &size)
	text := make([]byte, size)
	if _, err := io.ReadFull(os.Stdin, text); err != nil {
		return
	}
	var wanted job
	json.Unmarshal(text, &wanted)
	command, report := start(wanted)
	quiet, _ := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	syscall.Dup3(int(quiet.Fd()), 1, 0)
	signals := make(chan syscall.Signal)
	go listen(signals)
	killing, signalled, alive := false, false, true
	for alive {
		var again <-chan time.Time
		if killing {
			again = time.After(20 * time.Millisecond)
		}
		select {
		case <-ended:
		case <-again:
		case number := <-signals:
			signalled, killing = true, killing || number == syscall.SIGKILL
			send(number)
		}
		for {
			var status syscall.WaitStatus
			pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
			if err == syscall.ECHILD {
				alive = false
			}
			if pid <= 0 {
				break
			}
			if pid == command {
				report = fmt.Sprintf("exited %d", status.ExitStatus())
				if status.Signaled() {
					report = fmt.Sprintf("signalled %d", status.Signal())
				}
				killing = killing || signalled
			}
		}
		if killing {
			send(syscall.SIGKILL)
		}
		if report != "" && (!alive || !killing) {
			fmt.Fprintln(os.Stderr, report)
			report = ""
		}
	}
}

// unbuffered hides that a file can be read by more than a byte.
type unbuffered struct{ file *os.File }

func (u unbuffered) Read(into []byte) (int, error) { return u.file.Read(into[:1]) }

func listen(signals chan<- syscall.Signal) {
	one := make([]byte, 1)
	for {
		if _, err := os.Stdin.Read(one); err != nil {
			signals <- syscall.SIGKILL
			return
		}
		signals <- syscall.Signal(one[0])
	}
}

func start(wanted job) (int, string) {
	nothing, _ := os.Open(os.DevNull)
	program, err := find(wanted)
	pid := 0
	if err == nil {
		pid, err = syscall.ForkExec(program, wanted.Command, &syscall.ProcAttr{
			Dir: wanted.Directory, Env: wanted.Env, Files: []uintptr{nothing.Fd(), 1, 1}, Sys: &syscall.SysProcAttr{Setsid: true},
		})
	}
	if err == nil {
		return pid, ""
	}
	code := 126
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		code = 127
	}
	syscall.Kill(os.Getpid(), syscall.SIGCHLD)
	return 0, fmt.Sprintf("failed %d `%s` in %s: %v", code, wanted.Command[0], wanted.Directory, err)
}

// find looks a program without a slash up in the PATH of its own environment.
func find(wanted job) (string, error) {
	name := wanted.Command[0]
	if strings.Contains(name, "/") {
		return name, nil
	}
	var denied error = fs.ErrNotExist
	for _, variable := range wanted.Env {
		if path, is := strings.CutPrefix(variable, "PATH="); is {
			for _, folder := range filepath.SplitList(path) {
				file, err := os.Stat(filepath.Join(folder, name))
				if err == nil && !file.IsDir() && file.Mode()&0o111 != 0 {
					return filepath.Join(folder, name), nil
				}
				if err == nil {
					denied = fs.ErrPermission
				}
			}
		}
	}
	return "", denied
}

func send(number syscall.Signal) {
	children := map[int][]int{}
	names, _ := os.ReadDir("/proc")
	for _, name := range names {
		pid, err := strconv.Atoi(name.Name())
		if err != nil {
			continue
		}
		stat, _ := os.ReadFile("/proc/" + name.Name() + "/stat")
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		if len(fields) > 1 {
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], pid)
		}
	}
	for todo := []int{os.Getpid()}; len(todo) > 0; todo = todo[1:] {
		for _, child := range children[todo[0]] {
			syscall.Kill(child, number)
			todo = append(todo, child)
		}
	}
}
