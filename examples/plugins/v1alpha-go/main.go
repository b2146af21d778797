// SPDX-License-Identifier: Apache-2.0

// A plugin of Forgejo's runner: environments are folders, commands are processes of this machine.
// It isolates nothing, and a command that leaves its process group outlives its environment.
package main

import (
	"flag"
	"fmt"
	"log"
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
	"google.golang.org/grpc/keepalive"

	"berth-backend-example/pb"
)

const name = "berth-backend-example"

func main() {
	log.SetFlags(0)
	log.SetPrefix(name + ": ")
	cache, _ := os.UserCacheDir()
	address := flag.String("address", "", "unix:///path of the socket; who can open it can run commands")
	folder := flag.String("folder", filepath.Join(cache, name), "where environments are made")
	flag.Parse()
	path, found := strings.CutPrefix(*address, "unix://")
	if !found {
		log.Fatal("give --address unix:///path: the protocol has no passwords, so this serves no port")
	}
	listener, err := listen(path)
	if err != nil {
		log.Fatal(err)
	}
	served := &plugin{folder: *folder, environments: map[string]*environment{}}
	server := grpc.NewServer(
		grpc.MaxRecvMsgSize(32<<20),
		// Forgejo's runner asks every 30 seconds whether the connection lives; gRPC would hang up.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}))
	pb.RegisterBackendPluginServer(server, served)
	healthy := health.NewServer()
	grpc_health_v1.RegisterHealthServer(server, healthy)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-stop
		healthy.Shutdown()
		served.removeAll()
		server.Stop()
	}()
	fmt.Println("serving at", *address)
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}

// listen makes a socket that only this user can open, from the first moment on.
func listen(path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	os.Remove(path)
	mask := syscall.Umask(0o177)
	defer syscall.Umask(mask)
	return net.Listen("unix", path)
}
