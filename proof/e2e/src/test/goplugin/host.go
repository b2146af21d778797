// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"log"
	"math/big"
	"os"
	"os/exec"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"berth-backend-example/pb"
)

// host starts a plugin as go-plugin does, asks who it is, and ends it.
func host(curve string, command []string) {
	config := &plugin.ClientConfig{
		HandshakeConfig:  handshake,
		Plugins:          plugins,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Cmd:              exec.Command(command[0], command[1:]...),
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: os.Stderr}),
	}
	if curve == "p256" {
		own(config)
	} else {
		config.AutoMTLS = true // with a P-521 certificate that go-plugin makes
	}
	client := plugin.NewClient(config)
	defer client.Kill()
	protocol, err := client.Client()
	check(err)
	check(protocol.Ping())
	fmt.Println("health: serving")
	raw, err := protocol.Dispense("backend")
	check(err)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	info, err := pb.NewBackendClient(raw.(*grpc.ClientConn)).GetInfo(ctx, &pb.GetInfoRequest{Versions: []string{"v1beta1"}})
	check(err)
	fmt.Println("name:", info.Name)
	client.Kill()
	fmt.Println("ended:", client.Exited())
}

// own gives the connection a P-256 certificate in place of the one that go-plugin makes.
func own(config *plugin.ClientConfig) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	draft := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "localhost"},
		DNSNames:              []string{"localhost"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	shown, err := x509.CreateCertificate(rand.Reader, draft, draft, &key.PublicKey, key)
	check(err)
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: shown})
	config.Cmd.Env = append(os.Environ(), "PLUGIN_CLIENT_CERT="+string(text))
	config.TLSConfig = &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{shown}, PrivateKey: key}},
		MinVersion:   tls.VersionTLS12,
		ServerName:   "localhost",
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
