// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"

	"berth-backend-example/pb"
)

const (
	name    = "berth-backend-example"
	version = "v1beta1"
	batch   = 2 << 20
)

var capabilities = &pb.Capabilities{
	Isolation: pb.Isolation_NO_ISOLATION,
	Recovery:  pb.Recovery_NO_RECOVERY,
	Signals:   []pb.Signal{pb.Signal_INTERRUPT, pb.Signal_TERMINATE, pb.Signal_KILL},
	Limits: &pb.Limits{
		RetainedBytes: room, BatchBytes: batch, MaxLease: durationpb.New(longestLease), MinLease: durationpb.New(time.Second),
	},
}

type key struct{ runner, id string }

// plugin is all that is served: environments as folders, commands as processes of this machine.
type plugin struct {
	pb.UnimplementedBackendServer
	pb.UnimplementedEnvironmentsServer
	pb.UnimplementedExecutionsServer
	pb.UnimplementedFilesServer
	instance, token, base, tools string
	mark                         *os.File
	draining                     chan struct{}

	mu           sync.Mutex
	sessions     map[string]string
	environments map[key]*environment
}

func newPlugin(folder, token string) (*plugin, error) {
	p := &plugin{
		instance: rand.Text(), token: token, tools: filepath.Join(folder, "tools"), draining: make(chan struct{}),
		sessions: map[string]string{}, environments: map[key]*environment{},
	}
	p.base = filepath.Join(folder, "run-"+p.instance)
	if err := os.MkdirAll(p.tools, 0o700); err != nil {
		return nil, err
	}
	old, _ := filepath.Glob(filepath.Join(folder, "run-*.lock"))
	for _, lock := range old { // what plugins that are gone have left behind
		if mark, err := hold(lock); err == nil {
			discard(strings.TrimSuffix(lock, ".lock"))
			os.Remove(lock)
			mark.Close()
		}
	}
	var err error
	if p.mark, err = hold(p.base + ".lock"); err != nil {
		return nil, err
	}
	return p, os.Mkdir(p.base, 0o700)
}

// hold locks a file, unless a plugin that lives has it.
func hold(path string) (*os.File, error) {
	mark, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = syscall.Flock(int(mark.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	return mark, err
}

func same(one, other proto.Message) bool { return proto.Equal(one, other) }

// admit checks who calls, and returns the runner of the session.
func (p *plugin) admit(ctx context.Context, method string) (string, error) {
	said, _ := metadata.FromIncomingContext(ctx)
	first := func(name string) string { return strings.Join(said.Get(name), "") }
	if strings.HasPrefix(method, "/grpc.health.") {
		return "", nil
	}
	if p.token != "" && subtle.ConstantTimeCompare([]byte(first("authorization")), []byte("Bearer "+p.token)) != 1 {
		return "", refuse("BAD_TOKEN", "this plugin wants a token")
	}
	p.mu.Lock()
	runner, known := p.sessions[first("berth-session")]
	p.mu.Unlock()
	if !known && !strings.HasSuffix(method, "/GetInfo") && !strings.HasSuffix(method, "/Configure") {
		return "", refuse("SESSION_UNKNOWN", "this session is not known: configure again")
	}
	return runner, nil
}

type runnerKey struct{}

func runnerOf(ctx context.Context) string { return ctx.Value(runnerKey{}).(string) }

// find returns an environment of the caller, and an error if there never was one.
func (p *plugin) find(ctx context.Context, id string) (*environment, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if found := p.environments[key{runnerOf(ctx), id}]; found != nil {
		return found, nil
	}
	return nil, refuse("ENVIRONMENT_UNKNOWN", "there is no environment `%s`", id)
}

// live returns an environment whose files are there.
func (p *plugin) live(ctx context.Context, id string) (*environment, error) {
	found, err := p.find(ctx, id)
	if err != nil {
		return nil, err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	if !found.live() {
		return nil, found.notReady()
	}
	return found, nil
}

// owned returns an environment, nil if there is none, that nobody later took over.
func (p *plugin) owned(ctx context.Context, id string, fence uint64) (*environment, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	p.mu.Lock()
	found := p.environments[key{runnerOf(ctx), id}]
	p.mu.Unlock()
	if found == nil {
		return nil, nil
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	if fence < found.owner.GetFence() {
		return nil, refuse("STALE_OWNER", "environment `%s` was taken over", id)
	}
	return found, nil
}

// all returns the environments there are.
func (p *plugin) all() map[key]*environment {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[key]*environment{}
	for key, each := range p.environments {
		all[key] = each
	}
	return all
}

// inUse says whether there is an environment that a runner may still ask for.
func (p *plugin) inUse() bool {
	for _, each := range p.all() {
		if each.message().State != pb.Environment_REMOVED {
			return true
		}
	}
	return false
}

// tend ends what nobody renews, and forgets what was removed long ago.
func (p *plugin) tend() {
	for key, each := range p.all() {
		each.mu.Lock()
		over, old := each.live() && time.Now().After(each.leaseEnd), !each.removed.IsZero() && time.Since(each.removed) > 10*time.Minute
		each.mu.Unlock()
		if over {
			each.remove("its lease ran out")
		}
		if old {
			p.mu.Lock()
			delete(p.environments, key)
			p.mu.Unlock()
		}
	}
}

func (p *plugin) isDraining() bool {
	select {
	case <-p.draining:
		return true
	default:
		return false
	}
}

func (p *plugin) GetInfo(_ context.Context, request *pb.GetInfoRequest) (*pb.GetInfoResponse, error) {
	for _, asked := range request.Versions {
		if asked == version {
			return &pb.GetInfoResponse{
				Version: version, Name: name, SoftwareVersion: "1", Instance: p.instance, Capabilities: capabilities}, nil
		}
	}
	return nil, refuse("VERSION_UNKNOWN", "this plugin speaks %s", version)
}

func (p *plugin) Configure(_ context.Context, request *pb.ConfigureRequest) (*pb.ConfigureResponse, error) {
	runner := request.GetRunner().GetId()
	if err := checkID(runner); err != nil {
		return nil, err
	}
	if wrong := unknownKeys(request.Configuration); len(wrong) > 0 {
		return &pb.ConfigureResponse{Violations: wrong}, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for session, known := range p.sessions {
		if known == runner {
			return &pb.ConfigureResponse{Session: session, Capabilities: capabilities}, nil
		}
	}
	session := rand.Text()
	p.sessions[session] = runner
	return &pb.ConfigureResponse{Session: session, Capabilities: capabilities}, nil
}

func unknownKeys(settings *structpb.Struct) []*pb.Violation {
	var wrong []*pb.Violation
	for key := range settings.GetFields() {
		wrong = append(wrong, &pb.Violation{Path: key, Problem: "`" + key + "` is not known", Remedy: "remove `" + key + "`"})
	}
	return wrong
}

func (p *plugin) ValidateLabels(_ context.Context, request *pb.ValidateLabelsRequest) (*pb.ValidateLabelsResponse, error) {
	answer := &pb.ValidateLabelsResponse{}
	for _, label := range request.Labels {
		verdict := &pb.LabelVerdict{Violations: unknownKeys(label.GetSettings())}
		if label.GetLegacy() != "" {
			verdict.Violations = []*pb.Violation{{Problem: "there is nothing to choose", Remedy: "leave `" + label.GetLegacy() + "` out"}}
		}
		if len(verdict.Violations) == 0 {
			verdict = &pb.LabelVerdict{
				Normalised: &structpb.Struct{}, Platform: &pb.Platform{Os: "Linux", Arch: machine()},
				Capabilities: capabilities, Summary: "a folder",
			}
		}
		answer.Verdicts = append(answer.Verdicts, verdict)
	}
	return answer, nil
}

func (p *plugin) Plan(_ context.Context, request *pb.PlanRequest) (*pb.PlanResponse, error) {
	answer := &pb.PlanResponse{}
	need := func(layer pb.Layer, where *pb.SourceSpan) {
		answer.Unmet = append(answer.Unmet, &pb.Unmet{
			Layer: layer, Where: where, Problem: "there are no containers here",
			Remedy: "run this job on a backend that has containers",
		})
	}
	plan := request.GetPlan()
	if plan.GetJobContainer() != nil {
		need(pb.Layer_JOB_CONTAINER, plan.JobContainer.Where)
	}
	for _, service := range plan.GetServices() {
		need(pb.Layer_SERVICE, service.Where)
	}
	for _, where := range plan.GetStepContainers() {
		need(pb.Layer_STEP_CONTAINER, where)
	}
	for _, where := range plan.GetImageBuilds() {
		need(pb.Layer_IMAGE_BUILD, where)
	}
	return answer, nil
}

func (p *plugin) WatchBackend(_ *pb.WatchBackendRequest, stream pb.Backend_WatchBackendServer) error {
	const heartbeat = 15 * time.Second
	for {
		state, draining := pb.WatchBackendResponse_READY, p.draining
		if p.isDraining() {
			state, draining = pb.WatchBackendResponse_DRAINING, nil
		}
		if err := stream.Send(&pb.WatchBackendResponse{State: state, Heartbeat: durationpb.New(heartbeat)}); err != nil {
			return err
		}
		select {
		case <-draining:
		case <-time.After(heartbeat):
		case <-stream.Context().Done():
			return stream.Context().Err()
		}
	}
}

func (p *plugin) CreateEnvironment(request *pb.CreateEnvironmentRequest, stream pb.Environments_CreateEnvironmentServer) error {
	if err := checkID(request.EnvironmentId); err != nil {
		return err
	}
	if err := checkFeatures(request.RequiredFeatures); err != nil {
		return err
	}
	if len(request.GetLabel().GetFields()) > 0 {
		return refuse("BAD_FIELD", "a label has no settings here")
	}
	made, err := p.made(key{runnerOf(stream.Context()), request.EnvironmentId}, request)
	if err != nil {
		return refuseFile(err)
	}
	if err := stream.Send(&pb.CreateEnvironmentResponse{Event: &pb.CreateEnvironmentResponse_Log{Log: "folder " + made.root}}); err != nil {
		return err
	}
	return stream.Send(&pb.CreateEnvironmentResponse{Event: &pb.CreateEnvironmentResponse_Ready{Ready: made.message()}})
}

func (p *plugin) made(key key, request *pb.CreateEnvironmentRequest) (*environment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found := p.environments[key]; found != nil {
		found.mu.Lock()
		defer found.mu.Unlock()
		if !found.live() || !same(found.request, request) {
			return nil, refuse("ID_REUSED", "environment `%s` was made by another request, or is removed", key.id)
		}
		return found, nil
	}
	if p.isDraining() {
		return nil, refuse("DRAINING", "this plugin is being stopped")
	}
	made, err := makeEnvironment(request, p.base, p.tools)
	if err == nil {
		p.environments[key] = made
	}
	return made, err
}

func (p *plugin) GetEnvironment(ctx context.Context, request *pb.GetEnvironmentRequest) (*pb.Environment, error) {
	found, err := p.find(ctx, request.EnvironmentId)
	if err != nil {
		return nil, err
	}
	return found.message(), nil
}

func (p *plugin) ListEnvironments(ctx context.Context, request *pb.ListEnvironmentsRequest) (*pb.ListEnvironmentsResponse, error) {
	size := int(request.PageSize)
	if size < 1 || size > 100 {
		size = 100
	}
	var mine []*pb.Environment
	for key, each := range p.all() {
		if message := each.message(); key.runner == runnerOf(ctx) && key.id > request.PageToken && message.State != pb.Environment_REMOVED {
			mine = append(mine, message)
		}
	}
	sort.Slice(mine, func(i, j int) bool { return mine[i].Id < mine[j].Id })
	if len(mine) <= size {
		return &pb.ListEnvironmentsResponse{Environments: mine}, nil
	}
	return &pb.ListEnvironmentsResponse{Environments: mine[:size], NextPageToken: mine[size-1].Id}, nil
}

func (p *plugin) AdoptEnvironment(ctx context.Context, request *pb.AdoptEnvironmentRequest) (*pb.Environment, error) {
	found, err := p.live(ctx, request.EnvironmentId)
	if err != nil {
		return nil, err
	}
	if _, err := p.owned(ctx, request.EnvironmentId, request.GetOwner().GetFence()); err != nil {
		return nil, err
	}
	found.mu.Lock()
	found.owner = request.Owner
	found.mu.Unlock()
	return found.message(), nil
}

func (p *plugin) RenewLeases(ctx context.Context, request *pb.RenewLeasesRequest) (*pb.RenewLeasesResponse, error) {
	answer := &pb.RenewLeasesResponse{}
	var found []*environment
	for _, id := range request.EnvironmentIds {
		each, err := p.owned(ctx, id, request.Fence)
		if err != nil {
			return nil, err
		}
		if each != nil {
			found = append(found, each)
		}
	}
	for _, each := range found {
		each.mu.Lock()
		if each.state == pb.Environment_READY {
			each.renew(request.Lease)
			answer.EnvironmentIds = append(answer.EnvironmentIds, each.request.EnvironmentId)
		}
		each.mu.Unlock()
	}
	return answer, nil
}

func (p *plugin) StopEnvironment(ctx context.Context, request *pb.StopEnvironmentRequest) (*pb.StopEnvironmentResponse, error) {
	if _, err := p.owned(ctx, request.EnvironmentId, request.Fence); err != nil {
		return nil, err
	}
	found, err := p.live(ctx, request.EnvironmentId)
	if err != nil {
		return nil, err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	found.stop(pb.Environment_EXPIRED, "it was stopped")
	return &pb.StopEnvironmentResponse{}, nil
}

func (p *plugin) RemoveEnvironment(ctx context.Context, request *pb.RemoveEnvironmentRequest) (*pb.RemoveEnvironmentResponse, error) {
	found, err := p.owned(ctx, request.EnvironmentId, request.Fence)
	if err != nil || found == nil {
		return &pb.RemoveEnvironmentResponse{}, err
	}
	existed := found.message().State != pb.Environment_REMOVED
	found.remove("it was removed")
	return &pb.RemoveEnvironmentResponse{Existed: existed}, nil
}
