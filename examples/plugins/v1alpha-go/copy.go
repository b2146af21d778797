// SPDX-License-Identifier: Apache-2.0
package main

import (
	"archive/tar"
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"berth-backend-example/pb"
)

const piece = 256 << 10

// CopyIn unpacks an archive. The answer comes when all of it is there.
func (p *plugin) CopyIn(stream pb.BackendPlugin_CopyInServer) error {
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	if first.EnvironmentId == nil || first.DestPath == nil {
		return status.Error(codes.InvalidArgument, "the first message of a copy says where it goes: environment_id and dest_path")
	}
	_, done, err := p.use(*first.EnvironmentId)
	if err != nil {
		return err
	}
	defer done()
	source, sink := io.Pipe()
	go receive(stream, first.Data, sink)
	err = unpack(source, *first.DestPath)
	source.CloseWithError(err)
	if _, told := status.FromError(err); told && err != nil {
		return err
	}
	if err != nil {
		return status.Errorf(codes.InvalidArgument, "the archive cannot be unpacked in `%s`: %v", *first.DestPath, err)
	}
	return stream.SendAndClose(&pb.CopyInResponse{})
}

func receive(stream pb.BackendPlugin_CopyInServer, data []byte, sink *io.PipeWriter) {
	for {
		if _, err := sink.Write(data); err != nil {
			return
		}
		chunk, err := stream.Recv()
		if err == nil && (chunk.EnvironmentId != nil || chunk.DestPath != nil) {
			err = status.Error(codes.InvalidArgument, "only the first message of a copy says where it goes")
		}
		if err != nil {
			sink.CloseWithError(err) // io.EOF is the end
			return
		}
		data = chunk.Data
	}
}

// unpack writes below a folder and nowhere else, which is what os.Root sees to.
func unpack(source io.Reader, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	folders := map[string]fs.FileMode{}
	archive := tar.NewReader(source)
	for {
		entry, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = unpackEntry(archive, entry, root, folders)
		}
		if err != nil {
			return err
		}
	}
	for name, mode := range folders { // last, because a folder may forbid writing in itself
		if err := root.Chmod(name, mode); err != nil {
			return err
		}
	}
	_, err = io.Copy(io.Discard, source)
	return err
}

func unpackEntry(archive *tar.Reader, entry *tar.Header, root *os.Root, folders map[string]fs.FileMode) error {
	name, mode := filepath.Clean(entry.Name), entry.FileInfo().Mode().Perm()
	if entry.Typeflag == tar.TypeDir {
		folders[name] = mode
		return root.MkdirAll(name, 0o700)
	}
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	switch entry.Typeflag {
	case tar.TypeSymlink:
		return root.Symlink(entry.Linkname, name)
	case tar.TypeLink:
		return root.Link(filepath.Clean(entry.Linkname), name)
	case tar.TypeReg:
		file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer file.Close()
		if _, err := io.Copy(file, archive); err != nil {
			return err
		}
		return errors.Join(file.Chmod(mode), root.Chtimes(name, entry.ModTime, entry.ModTime))
	default:
		return errors.New("`" + entry.Name + "` is no file, folder or link")
	}
}

// CopyOut packs a file or folder; its first entry has the base name of the path.
func (p *plugin) CopyOut(request *pb.CopyOutRequest, stream pb.BackendPlugin_CopyOutServer) error {
	_, done, err := p.use(request.EnvironmentId)
	if err != nil {
		return err
	}
	defer done()
	if _, err := os.Lstat(request.SrcPath); err != nil {
		return status.Errorf(codes.NotFound, "there is no `%s`", request.SrcPath)
	}
	sink := bufio.NewWriterSize(chunks{stream}, piece)
	archive := tar.NewWriter(sink)
	err = filepath.WalkDir(request.SrcPath, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return pack(archive, path, filepath.Dir(request.SrcPath))
	})
	if err := errors.Join(err, archive.Close(), sink.Flush()); err != nil {
		return status.Errorf(codes.Internal, "%v", err)
	}
	return nil
}

func pack(archive *tar.Writer, path, above string) error {
	about, err := os.Lstat(path)
	if err != nil || about.Mode()&(fs.ModeSocket|fs.ModeNamedPipe|fs.ModeDevice) != 0 {
		return err
	}
	target := ""
	if about.Mode()&fs.ModeSymlink != 0 {
		if target, err = os.Readlink(path); err != nil {
			return err
		}
	}
	entry, err := tar.FileInfoHeader(about, target)
	if err != nil {
		return err
	}
	if entry.Name, err = filepath.Rel(above, path); err != nil {
		return err
	}
	if about.IsDir() {
		entry.Name += "/"
	}
	if err := archive.WriteHeader(entry); err != nil || !about.Mode().IsRegular() {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(archive, file)
	return err
}

type chunks struct{ stream pb.BackendPlugin_CopyOutServer }

func (c chunks) Write(data []byte) (int, error) {
	return len(data), c.stream.Send(&pb.CopyOutChunk{Data: data})
}
