// SPDX-License-Identifier: Apache-2.0

// Generates the protocol's code into pb, without protoc: go run ./gen PROTO...
package main

import (
	"bytes"
	"context"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

func main() {
	log.SetFlags(0)
	request := &pluginpb.CodeGeneratorRequest{FileToGenerate: os.Args[1:]}
	compiler := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{"proto"}}),
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	files, err := compiler.Compile(context.Background(), os.Args[1:]...)
	check(err)
	known := map[string]bool{}
	var add func(file protoreflect.FileDescriptor)
	add = func(file protoreflect.FileDescriptor) {
		if known[file.Path()] {
			return
		}
		known[file.Path()] = true
		for i := range file.Imports().Len() {
			add(file.Imports().Get(i).FileDescriptor)
		}
		plain := &descriptorpb.FileDescriptorProto{}
		wire, err := proto.Marshal(protodesc.ToFileDescriptorProto(file))
		check(err)
		check(proto.Unmarshal(wire, plain))
		request.ProtoFile = append(request.ProtoFile, plain)
	}
	parameters := []string{"module=berth-backend-example"}
	for _, file := range files {
		add(file)
		parameters = append(parameters, "M"+file.Path()+"=berth-backend-example/pb;pb")
	}
	request.Parameter = proto.String(strings.Join(parameters, ","))
	for _, tool := range []string{"protoc-gen-go", "protoc-gen-go-grpc"} {
		wire, err := proto.Marshal(request)
		check(err)
		command := exec.Command("go", "tool", tool)
		command.Stdin, command.Stderr = bytes.NewReader(wire), os.Stderr
		wire, err = command.Output()
		check(err)
		response := &pluginpb.CodeGeneratorResponse{}
		check(proto.Unmarshal(wire, response))
		if response.Error != nil {
			log.Fatal(response.GetError())
		}
		for _, file := range response.File {
			check(os.MkdirAll(filepath.Dir(file.GetName()), 0o755))
			check(os.WriteFile(file.GetName(), []byte(file.GetContent()), 0o644))
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
