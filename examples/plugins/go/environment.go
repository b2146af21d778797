// SPDX-License-Identifier: Apache-2.0
package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"berth-backend-example/pb"
)

const (
	usualLease   = 5 * time.Minute
	longestLease = 24 * time.Hour
)

// environment is a folder and what runs in it.
type environment struct {
	request *pb.CreateEnvironmentRequest
	root    string
	layout  *pb.Layout

	mu         sync.Mutex
	owner      *pb.Owner
	state      pb.Environment_State
	problem    string
	leaseEnd   time.Time
	removed    time.Time
	executions map[string]*execution
}

var odd = regexp.MustCompile(`[^A-Za-z0-9._-]`)

func makeEnvironment(request *pb.CreateEnvironmentRequest, base, tools string) (*environment, error) {
	root, err := os.MkdirTemp(base, "env-")
	if err != nil {
		return nil, err
	}
	name := strings.Trim(odd.ReplaceAllString(request.GetPlan().GetName(), "_"), ".")
	if name == "" {
		name = "work"
	}
	paths := &pb.Paths{
		Workspace: filepath.Join(root, "work", name), Temp: filepath.Join(root, "temp"),
		Actions: filepath.Join(root, "actions"), ToolCache: tools,
	}
	home := filepath.Join(root, "home")
	for _, folder := range []string{paths.Workspace, paths.Temp, paths.Actions, home} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
	}
	env := map[string]string{"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home}
	for _, name := range []string{"PATH", "LANG", "TZ", "USER"} {
		if value, is := os.LookupEnv(name); is {
			env[name] = value
		}
	}
	made := &environment{
		request: request, root: root, owner: request.Owner, state: pb.Environment_READY, executions: map[string]*execution{},
		layout: &pb.Layout{Paths: paths, Os: "Linux", Arch: machine(), Env: env},
	}
	made.renew(request.Lease)
	return made, nil
}

func machine() string {
	return map[string]string{"amd64": "X64", "arm64": "ARM64", "arm": "ARM", "386": "X86"}[runtime.GOARCH]
}

// renew counts a lease from now.
func (env *environment) renew(lease *durationpb.Duration) {
	length := lease.AsDuration()
	if length <= 0 {
		length = usualLease
	}
	env.leaseEnd = time.Now().Add(min(max(length, time.Second), longestLease))
	if until := env.request.Until; until != nil && until.AsTime().Before(env.leaseEnd) {
		env.leaseEnd = until.AsTime()
	}
}

func (env *environment) message() *pb.Environment {
	env.mu.Lock()
	defer env.mu.Unlock()
	message := &pb.Environment{
		Id: env.request.EnvironmentId, State: env.state, Owner: env.owner, Problem: env.problem,
		LeaseEnd: timestamppb.New(env.leaseEnd),
	}
	if env.state == pb.Environment_READY {
		message.Layout = env.layout
	}
	return message
}

// live says whether its files are there: it is ready, or was stopped and not removed.
func (env *environment) live() bool {
	return env.state == pb.Environment_READY || env.state == pb.Environment_EXPIRED
}

// stop ends all that runs in it, and returns when nothing does. The caller has the lock.
func (env *environment) stop(state pb.Environment_State, problem string) {
	env.state, env.problem = state, problem
	for _, run := range env.executions {
		run.end(problem)
	}
	for _, run := range env.executions {
		select {
		case <-run.gone:
		case <-time.After(30 * time.Second):
		}
	}
}

func (env *environment) remove(problem string) {
	env.mu.Lock()
	defer env.mu.Unlock()
	if env.state == pb.Environment_REMOVED {
		return
	}
	env.stop(pb.Environment_REMOVING, problem)
	discard(env.root)
	env.state, env.removed = pb.Environment_REMOVED, time.Now()
	env.executions = map[string]*execution{}
}

func (env *environment) start(request *pb.StartRequest) error {
	env.mu.Lock()
	defer env.mu.Unlock()
	if env.state != pb.Environment_READY {
		return env.notReady()
	}
	if run := env.executions[request.ExecutionId]; run != nil {
		if !same(run.request, request) {
			return refuse("ID_REUSED", "`%s` is another command", request.ExecutionId)
		}
		return nil
	}
	run, err := begin(request)
	if err == nil {
		env.executions[request.ExecutionId] = run
	}
	return err
}

func (env *environment) notReady() error {
	return refuse("ENVIRONMENT_NOT_READY", "environment `%s` is %s: %s", env.request.EnvironmentId, env.state, env.problem)
}

func discard(root string) {
	if os.RemoveAll(root) != nil {
		exec.Command("chmod", "-R", "u+rwX", root).Run()
		os.RemoveAll(root)
	}
}
