// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/peer"
	"google.golang.org/protobuf/types/known/durationpb"

	"berth-backend-example/pb"
)

// serve is a plugin as go-plugin serves it. It makes no environments.
func serve() {
	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Info, Output: os.Stderr, JSONFormat: true})
	logger.Info("about to serve", "runner-token", os.Getenv("SECRET_OF_THE_RUNNER"))
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: handshake,
		Plugins:         plugins,
		GRPCServer:      plugin.DefaultGRPCServer,
		Logger:          logger,
	})
	logger.Info("served to the end")
}

type served struct {
	pb.UnimplementedBackendServer
}

var capabilities = &pb.Capabilities{
	Signals: []pb.Signal{pb.Signal_KILL},
	Limits:  &pb.Limits{RetainedBytes: 1 << 20, BatchBytes: 1 << 20, MaxLease: durationpb.New(3600e9)},
}

func (served) GetInfo(ctx context.Context, _ *pb.GetInfoRequest) (*pb.GetInfoResponse, error) {
	fmt.Fprintln(os.Stderr, "over the connection")
	fmt.Print(strings.Repeat("noise after the first line\n", 10_000))
	return &pb.GetInfoResponse{
		Version:         "v1beta1",
		Name:            "go-plugin",
		SoftwareVersion: "called by " + caller(ctx),
		Instance:        fmt.Sprint(os.Getpid()),
		Capabilities:    capabilities,
	}, nil
}

func caller(ctx context.Context) string {
	from, _ := peer.FromContext(ctx)
	info, encrypted := from.AuthInfo.(credentials.TLSInfo)
	if !encrypted || len(info.State.PeerCertificates) == 0 {
		return "nobody known"
	}
	shown := info.State.PeerCertificates[0]
	key, _ := shown.PublicKey.(*ecdsa.PublicKey)
	return fmt.Sprintf("%s with %s by %s", shown.URIs, key.Curve.Params().Name, tls.VersionName(info.State.Version))
}

func (served) Configure(context.Context, *pb.ConfigureRequest) (*pb.ConfigureResponse, error) {
	return &pb.ConfigureResponse{Session: "only-one-0123456789", Capabilities: capabilities}, nil
}

func (served) WatchBackend(_ *pb.WatchBackendRequest, stream grpc.ServerStreamingServer[pb.WatchBackendResponse]) error {
	if err := stream.Send(&pb.WatchBackendResponse{State: pb.WatchBackendResponse_READY}); err != nil {
		return err
	}
	<-stream.Context().Done()
	return nil
}
