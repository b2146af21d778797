// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"strings"
	"time"

	"berth-backend-example/pb"
)

func (p *plugin) execution(ctx context.Context, environment, id string) (*execution, error) {
	found, err := p.live(ctx, environment)
	if err != nil {
		return nil, err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	if run := found.executions[id]; run != nil {
		return run, nil
	}
	return nil, refuse("EXECUTION_UNKNOWN", "there is no execution `%s`", id)
}

func (p *plugin) Start(ctx context.Context, request *pb.StartRequest) (*pb.StartResponse, error) {
	if err := checkID(request.ExecutionId); err != nil {
		return nil, err
	}
	if err := checkFeatures(request.RequiredFeatures); err != nil {
		return nil, err
	}
	if request.Output != pb.StartRequest_MERGED || request.Input {
		return nil, refuse("METHOD", "output is merged here, and commands get no input")
	}
	if len(request.Command) == 0 || !strings.HasPrefix(request.Directory, "/") {
		return nil, refuse("BAD_FIELD", "a command and an absolute folder are needed")
	}
	found, err := p.find(ctx, request.EnvironmentId)
	if err != nil {
		return nil, err
	}
	return &pb.StartResponse{}, refuseFile(found.start(request))
}

func (p *plugin) Read(stream pb.Executions_ReadServer) error {
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	if first.Open == nil {
		return refuse("FRAME_ORDER", "the first message opens")
	}
	run, err := p.execution(stream.Context(), first.Open.EnvironmentId, first.Open.ExecutionId)
	if err != nil {
		return err
	}
	at := uint64(0)
	for _, place := range first.Open.From {
		if place.Stream != pb.Stream_STREAM_UNSPECIFIED {
			return refuse("BAD_FIELD", "output is merged here: there is one stream")
		}
		at = place.Offset
	}
	return run.read(at, first, stream)
}

func (p *plugin) Write(pb.Executions_WriteServer) error {
	return refuse("METHOD", "commands get no input here")
}

func (p *plugin) Signal(ctx context.Context, request *pb.SignalRequest) (*pb.SignalResponse, error) {
	run, err := p.execution(ctx, request.EnvironmentId, request.ExecutionId)
	if err != nil {
		return nil, err
	}
	for _, step := range request.Steps {
		if numbers[step.Signal] == 0 {
			return nil, refuse("BAD_FIELD", "`%s` cannot be sent", step.Signal)
		}
	}
	if len(request.Steps) == 0 {
		return nil, refuse("BAD_FIELD", "no signal is given")
	}
	go run.signal(request.Steps)
	return &pb.SignalResponse{}, nil
}

func (p *plugin) Get(ctx context.Context, request *pb.GetRequest) (*pb.GetResponse, error) {
	run, err := p.execution(ctx, request.EnvironmentId, request.ExecutionId)
	if err != nil {
		return nil, err
	}
	patience, cancel := context.WithTimeout(ctx, min(request.Wait.AsDuration(), time.Minute))
	defer cancel()
	run.await(patience, run.ended)
	run.mu.Lock()
	defer run.mu.Unlock()
	return &pb.GetResponse{Result: run.result}, nil
}

func (p *plugin) List(ctx context.Context, request *pb.ListRequest) (*pb.ListResponse, error) {
	found, err := p.live(ctx, request.EnvironmentId)
	if err != nil {
		return nil, err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	answer := &pb.ListResponse{}
	for id := range found.executions {
		answer.ExecutionIds = append(answer.ExecutionIds, id)
	}
	return answer, nil
}

func (p *plugin) Forget(ctx context.Context, request *pb.ForgetRequest) (*pb.ForgetResponse, error) {
	found, err := p.live(ctx, request.EnvironmentId)
	if err != nil {
		return nil, err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	if run := found.executions[request.ExecutionId]; run != nil {
		run.mu.Lock()
		defer run.mu.Unlock()
		if run.ended() {
			delete(found.executions, request.ExecutionId)
		}
	}
	return &pb.ForgetResponse{}, nil
}
