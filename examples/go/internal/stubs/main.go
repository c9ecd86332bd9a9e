// Command stubs generates gen/plangen/v1 from the contract in proto/: what protoc would do with protoc-gen-go and
// protoc-gen-go-grpc, in Go alone. The versions of all three are those of go.mod. Run it by go generate, from a
// directory of this module.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/protoutil"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

// What stands before the generated packages' names, as the contract's option go_package gives them.
const module = "github.com/plangen/plangen-server/gen/go"

func main() {
	log.SetFlags(0)
	log.SetPrefix("stubs: ")
	root, err := moduleRoot()
	if err != nil {
		log.Fatal(err)
	}
	request, err := compile(filepath.Join(root, "../../proto/src/main/proto"))
	if err != nil {
		log.Fatal(err)
	}
	out := filepath.Join(root, "gen")
	if err := os.RemoveAll(filepath.Join(out, "plangen")); err != nil {
		log.Fatal(err)
	}
	for _, plugin := range []string{"protoc-gen-go", "protoc-gen-go-grpc"} {
		if err := generate(plugin, request, out); err != nil {
			log.Fatalf("%s: %v", plugin, err)
		}
	}
}

func moduleRoot() (string, error) {
	goMod, err := exec.Command("go", "env", "GOMOD").Output()
	return filepath.Dir(string(bytes.TrimSpace(goMod))), err
}

// compile reads every .proto file below a directory, and asks for the code of each.
func compile(protos string) (*pluginpb.CodeGeneratorRequest, error) {
	files, err := filepath.Glob(filepath.Join(protos, "plangen/v1/*.proto"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no .proto files in %s: %w", protos, err)
	}
	request := &pluginpb.CodeGeneratorRequest{Parameter: proto.String("module=" + module)}
	for _, file := range files {
		name, err := filepath.Rel(protos, file)
		if err != nil {
			return nil, err
		}
		request.FileToGenerate = append(request.FileToGenerate, filepath.ToSlash(name))
	}
	compiler := protocompile.Compiler{
		Resolver:       protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{protos}}),
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	compiled, err := compiler.Compile(context.Background(), request.FileToGenerate...)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, file := range compiled {
		request.ProtoFile = inOrder(request.ProtoFile, file, seen)
	}
	return request, nil
}

// inOrder appends a file after those that it imports, which is how plugins want them.
func inOrder(
	files []*descriptorpb.FileDescriptorProto, file protoreflect.FileDescriptor, seen map[string]bool,
) []*descriptorpb.FileDescriptorProto {
	if seen[file.Path()] {
		return files
	}
	seen[file.Path()] = true
	for i := range file.Imports().Len() {
		files = inOrder(files, file.Imports().Get(i).FileDescriptor, seen)
	}
	return append(files, protoutil.ProtoFromFileDescriptor(file))
}

func generate(plugin string, request *pluginpb.CodeGeneratorRequest, out string) error {
	input, err := proto.Marshal(request)
	if err != nil {
		return err
	}
	command := exec.Command("go", "tool", plugin)
	command.Stdin = bytes.NewReader(input)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return err
	}
	response := &pluginpb.CodeGeneratorResponse{}
	if err := proto.Unmarshal(output, response); err != nil {
		return err
	}
	if response.Error != nil {
		return fmt.Errorf("%s", response.GetError())
	}
	for _, file := range response.File {
		path := filepath.Join(out, file.GetName())
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(file.GetContent()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
