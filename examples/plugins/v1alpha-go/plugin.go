// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"berth-backend-example/pb"
)

var ids = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// environment is a folder, and the commands that run in it.
type environment struct {
	folder string
	gone   context.Context // over when the environment is removed
	remove context.CancelFunc
	timer  *time.Timer
	users  sync.WaitGroup // calls in progress
}

type plugin struct {
	pb.UnimplementedBackendPluginServer
	folder       string
	mu           sync.Mutex
	environments map[string]*environment
}

func (p *plugin) Capabilities(context.Context, *pb.CapabilitiesRequest) (*pb.CapabilitiesResponse, error) {
	return &pb.CapabilitiesResponse{Name: name}, nil
}

// Create says where things will be; Start makes them.
func (p *plugin) Create(_ context.Context, request *pb.CreateRequest) (*pb.CreateResponse, error) {
	if len(request.Services) > 0 {
		return nil, status.Errorf(codes.InvalidArgument,
			"the job wants the service `%s`: this plugin starts no containers", request.Services[0].Name)
	}
	if request.Image != "" {
		return nil, status.Errorf(codes.InvalidArgument,
			"the label wants the image `%s`: this plugin has none, its environments are this machine", request.Image)
	}
	id := rand.Text()
	made := &environment{folder: filepath.Join(p.folder, id)}
	made.gone, made.remove = context.WithCancel(context.Background())
	if limit := request.EnvironmentTimeout.AsDuration(); limit > 0 {
		made.timer = time.AfterFunc(limit, func() { p.discard(id) })
	}
	p.mu.Lock()
	p.environments[id] = made
	p.mu.Unlock()
	return &pb.CreateResponse{
		EnvironmentId: id,
		RootPath:      filepath.Join(made.folder, "work"),
		ActPath:       filepath.Join(made.folder, "act"),
		ToolCachePath: filepath.Join(p.folder, "tools"), // shared: what is there serves every job
		TempPath:      filepath.Join(made.folder, "temp"),
		Os:            runtime.GOOS,
		Arch:          runtime.GOARCH,
	}, nil
}

func (p *plugin) Start(request *pb.StartRequest, stream pb.BackendPlugin_StartServer) error {
	made, done, err := p.use(request.EnvironmentId)
	if err != nil {
		return err
	}
	defer done()
	for _, part := range []string{"work", "act", "temp", "home"} {
		if err := os.MkdirAll(filepath.Join(made.folder, part), 0o700); err != nil {
			return status.Errorf(codes.Internal, "%v", err)
		}
	}
	if err := os.MkdirAll(filepath.Join(p.folder, "tools"), 0o700); err != nil {
		return status.Errorf(codes.Internal, "%v", err)
	}
	told := &pb.DataChunk{Data: fmt.Appendf(nil, "Environment %s is the folder %s\n", request.EnvironmentId, made.folder)}
	if err := stream.Send(&pb.StartOutput{Output: &pb.StartOutput_Data{Data: told}}); err != nil {
		return err
	}
	variables := map[string]string{"PATH": os.Getenv("PATH"), "HOME": filepath.Join(made.folder, "home")}
	return stream.Send(&pb.StartOutput{Output: &pb.StartOutput_StartComplete{
		StartComplete: &pb.StartComplete{ImageEnv: variables}}})
}

// Remove also takes ids of an earlier process of this plugin, and such as never were.
func (p *plugin) Remove(_ context.Context, request *pb.RemoveRequest) (*pb.RemoveResponse, error) {
	if err := p.discard(request.EnvironmentId); err != nil {
		return nil, status.Errorf(codes.Internal, "%v", err)
	}
	return &pb.RemoveResponse{}, nil
}

// use finds an environment and keeps it until done is called.
func (p *plugin) use(id string) (made *environment, done func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	made = p.environments[id]
	if made == nil {
		return nil, nil, status.Errorf(codes.NotFound, "there is no environment `%s`", id)
	}
	made.users.Add(1)
	return made, made.users.Done, nil
}

func (p *plugin) discard(id string) error {
	p.mu.Lock()
	made := p.environments[id]
	delete(p.environments, id)
	p.mu.Unlock()
	if made != nil {
		made.remove()
		made.users.Wait()
		if made.timer != nil {
			made.timer.Stop()
		}
	}
	if !ids.MatchString(id) {
		return nil
	}
	return os.RemoveAll(filepath.Join(p.folder, id))
}

func (p *plugin) removeAll() {
	p.mu.Lock()
	left := make([]string, 0, len(p.environments))
	for id := range p.environments {
		left = append(left, id)
	}
	p.mu.Unlock()
	for _, id := range left {
		if err := p.discard(id); err != nil {
			log.Print(err)
		}
	}
}
