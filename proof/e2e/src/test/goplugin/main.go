// SPDX-License-Identifier: Apache-2.0

// Both sides of HashiCorp's go-plugin, for what Berth says of it: a plugin served by its library, and
// a host made of its library that starts a plugin.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"berth-backend-example/pb"
)

var handshake = plugin.HandshakeConfig{
	ProtocolVersion:  1,
	MagicCookieKey:   "BERTH_BACKEND_PLUGIN",
	MagicCookieValue: "berth",
}

// backend is what go-plugin is told of the service.
type backend struct {
	plugin.NetRPCUnsupportedPlugin
}

func (backend) GRPCServer(_ *plugin.GRPCBroker, server *grpc.Server) error {
	pb.RegisterBackendServer(server, served{})
	return nil
}

func (backend) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, connection *grpc.ClientConn) (any, error) {
	return connection, nil
}

var plugins = plugin.PluginSet{"backend": backend{}}

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 2 && os.Args[1] == "serve":
		serve()
	case len(os.Args) > 3 && os.Args[1] == "host":
		host(os.Args[2], os.Args[3:])
	default:
		log.Fatal("usage: serve | host p521|p256 COMMAND...")
	}
}
