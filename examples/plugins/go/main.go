// SPDX-License-Identifier: Apache-2.0

// A backend of Berth: environments are folders, commands are processes of this machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"

	"berth-backend-example/pb"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "keep" {
		keep()
		return
	}
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func run() error {
	cache, _ := os.UserCacheDir()
	address := flag.String("address", "", "unix:///path or tcp://127.0.0.1:port; without it, a runner must start this")
	tokenFile := flag.String("token-file", "", "what callers over tcp must know")
	folder := flag.String("folder", filepath.Join(cache, name), "where environments are made")
	flag.Parse()
	managed := os.Getenv("BERTH_BACKEND_PLUGIN") == "berth" && *address == ""
	if managed {
		*address = fmt.Sprintf("unix://%s/%d.sock", os.Getenv("PLUGIN_UNIX_SOCKET_DIR"), os.Getpid())
	}
	token, err := os.ReadFile(*tokenFile)
	if *tokenFile != "" && err != nil {
		return err
	}
	network, place, _ := strings.Cut(*address, "://")
	if *address == "" || network == "tcp" && len(token) == 0 {
		return fmt.Errorf("this is a backend of Berth: name it in Berth's configuration, or give --address (and --token-file for tcp)")
	}
	listener, err := listenAt(network, place)
	if err != nil {
		return err
	}
	served, err := newPlugin(*folder, strings.TrimSpace(string(token)))
	if err != nil {
		return err
	}
	server := grpc.NewServer(
		grpc.UnaryInterceptor(served.unary), grpc.StreamInterceptor(served.stream), grpc.MaxHeaderListSize(8<<10))
	pb.RegisterBackendServer(server, served)
	pb.RegisterEnvironmentsServer(server, served)
	pb.RegisterExecutionsServer(server, served)
	pb.RegisterFilesServer(server, served)
	healthy := health.NewServer()
	for service := range server.GetServiceInfo() {
		healthy.SetServingStatus(service, grpc_health_v1.HealthCheckResponse_SERVING)
	}
	healthy.SetServingStatus("plugin", grpc_health_v1.HealthCheckResponse_SERVING)
	grpc_health_v1.RegisterHealthServer(server, healthy)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go server.Serve(listener)
	if managed {
		fmt.Printf("1|1|unix|%s|grpc|\n", place)
	} else {
		fmt.Printf("serving at %s\n", *address)
	}
	parent, tick := os.Getppid(), time.NewTicker(time.Second)
	for going := true; going; {
		select {
		case <-stop:
			going = false
		case <-tick.C:
			served.tend()
			going = !managed || os.Getppid() == parent
		}
	}
	healthy.Shutdown()
	close(served.draining)
	for end := time.Now().Add(5 * time.Second); served.inUse() && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	server.Stop()
	for _, each := range served.all() {
		each.remove("the plugin was stopped")
	}
	discard(served.base)
	return os.Remove(served.mark.Name())
}

// listenAt listens where only this user can call, from the first moment on.
func listenAt(network, place string) (net.Listener, error) {
	switch network {
	case "unix":
		if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
			return nil, err
		}
		os.Remove(place)
		mask := syscall.Umask(0o177)
		defer syscall.Umask(mask)
	case "tcp":
		if host, _, err := net.SplitHostPort(place); err != nil || !net.ParseIP(host).IsLoopback() {
			return nil, fmt.Errorf("`%s` is not an address of this machine alone, as 127.0.0.1:7000", place)
		}
	default:
		return nil, fmt.Errorf("`%s://` is not known: unix:///path or tcp://127.0.0.1:port", network)
	}
	return net.Listen(network, place)
}

func (p *plugin) unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	runner, err := p.admit(ctx, info.FullMethod)
	if err != nil {
		return nil, err
	}
	return handler(context.WithValue(ctx, runnerKey{}, runner), request)
}

type admitted struct {
	grpc.ServerStream
	ctx context.Context
}

func (a admitted) Context() context.Context { return a.ctx }

func (p *plugin) stream(served any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
	runner, err := p.admit(stream.Context(), info.FullMethod)
	if err != nil {
		return err
	}
	return handler(served, admitted{stream, context.WithValue(stream.Context(), runnerKey{}, runner)})
}
