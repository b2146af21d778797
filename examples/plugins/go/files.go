// SPDX-License-Identifier: Apache-2.0
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"google.golang.org/protobuf/types/known/timestamppb"

	"berth-backend-example/pb"
)

func (p *plugin) WriteFiles(ctx context.Context, request *pb.WriteFilesRequest) (*pb.WriteFilesResponse, error) {
	if _, err := p.live(ctx, request.EnvironmentId); err != nil {
		return nil, err
	}
	total := 0
	for _, file := range request.Files {
		if err := checkPath(file.Path); err != nil {
			return nil, err
		}
		if total += len(file.Content); total > batch {
			return nil, refuse("TOO_LARGE", "more than %d bytes of files", batch)
		}
	}
	for _, file := range request.Files {
		if err := write(file); err != nil {
			return nil, refuseFile(err)
		}
	}
	return &pb.WriteFilesResponse{}, nil
}

func write(file *pb.FileWrite) error {
	if err := os.MkdirAll(filepath.Dir(file.Path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file.Path, file.Content, 0o644); err != nil {
		return err
	}
	if file.Executable {
		return os.Chmod(file.Path, 0o755)
	}
	return nil
}

func (p *plugin) ReadFiles(ctx context.Context, request *pb.ReadFilesRequest) (*pb.ReadFilesResponse, error) {
	if _, err := p.live(ctx, request.EnvironmentId); err != nil {
		return nil, err
	}
	answer, total := &pb.ReadFilesResponse{}, 0
	for _, path := range request.Paths {
		if err := checkPath(path); err != nil {
			return nil, err
		}
		content := &pb.FileContent{}
		answer.Files = append(answer.Files, content)
		about, err := os.Stat(path)
		if err != nil || !about.Mode().IsRegular() {
			continue
		}
		file, err := os.Open(path)
		if err != nil {
			return nil, refuseFile(err)
		}
		content.Content, err = io.ReadAll(io.LimitReader(file, int64(min(request.MaxBytes, batch+1))))
		file.Close()
		if err != nil {
			return nil, refuseFile(err)
		}
		content.Exists, content.Size = true, max(uint64(about.Size()), uint64(len(content.Content)))
		if total += len(content.Content); total > batch {
			return nil, refuse("TOO_LARGE", "more than %d bytes of files", batch)
		}
	}
	return answer, nil
}

func (p *plugin) ListFiles(request *pb.ListFilesRequest, stream pb.Files_ListFilesServer) error {
	if _, err := p.live(stream.Context(), request.EnvironmentId); err != nil {
		return err
	}
	if err := checkPath(request.Directory); err != nil {
		return err
	}
	part, count := &pb.ListFilesResponse{}, uint64(0)
	err := walk(request.Directory, "", request.FollowLinks, nil, func(entry *pb.FileEntry) error {
		if count++; count > request.Max {
			return refuse("TOO_MANY_FILES", "`%s` holds more than %d files", request.Directory, request.Max)
		}
		if part.Entries = append(part.Entries, entry); len(part.Entries) < 500 {
			return nil
		}
		full := part
		part = &pb.ListFilesResponse{}
		return stream.Send(full)
	})
	if err != nil {
		return refuseFile(err)
	}
	return stream.Send(part)
}

// walk tells everything below a folder: a folder before what is in it, names in the order of their bytes.
func walk(folder, prefix string, follow bool, above []string, tell func(*pb.FileEntry) error) error {
	real, err := filepath.EvalSymlinks(folder)
	if err != nil || follow && slices.Contains(above, real) {
		return err
	}
	names, err := os.ReadDir(folder) // sorted
	if err != nil {
		return err
	}
	for _, each := range names {
		about, err := os.Lstat(filepath.Join(folder, each.Name()))
		if follow {
			if target, err := os.Stat(filepath.Join(folder, each.Name())); err == nil {
				about = target
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		entry := &pb.FileEntry{Path: string(bytes.ToValidUTF8([]byte(prefix+each.Name()), []byte("?"))), Modified: timestamppb.New(about.ModTime())}
		switch {
		case about.Mode().IsRegular():
			entry.Kind, entry.Size = pb.FileEntry_FILE, uint64(about.Size())
		case about.IsDir():
			entry.Kind = pb.FileEntry_FOLDER
		case about.Mode()&fs.ModeSymlink != 0:
			entry.Kind = pb.FileEntry_LINK
		}
		if err := tell(entry); err != nil {
			return err
		}
		if about.IsDir() {
			if err := walk(filepath.Join(folder, each.Name()), prefix+each.Name()+"/", follow, append(above, real), tell); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *plugin) HashFiles(request *pb.HashFilesRequest, stream pb.Files_HashFilesServer) error {
	if _, err := p.live(stream.Context(), request.EnvironmentId); err != nil {
		return err
	}
	for _, path := range request.Paths {
		if err := checkPath(path); err != nil {
			return err
		}
		answer := &pb.FileHash{}
		if about, err := os.Stat(path); err == nil && about.Mode().IsRegular() {
			file, err := os.Open(path)
			if err != nil {
				return refuseFile(err)
			}
			digest := sha256.New()
			size, err := io.Copy(digest, file)
			file.Close()
			if err != nil {
				return refuseFile(err)
			}
			answer.Sha256, answer.Size = digest.Sum(nil), uint64(size)
		}
		if err := stream.Send(&pb.HashFilesResponse{Hashes: []*pb.FileHash{answer}}); err != nil {
			return err
		}
	}
	return nil
}

// arriving is an archive on its way in, checked at its end.
type arriving struct {
	stream pb.Files_CopyInServer
	kept   []byte
	digest hash.Hash
	size   uint64
	ended  bool
}

func (a *arriving) take(request *pb.CopyInRequest) error {
	a.kept = request.Bytes
	a.size += uint64(len(request.Bytes))
	a.digest.Write(request.Bytes)
	a.ended = request.End != nil
	if a.ended && (request.End.Size != a.size || !bytes.Equal(request.End.Sha256, a.digest.Sum(nil))) {
		return refuse("COPY_DAMAGED", "the copy is not what its end says it is: copy again")
	}
	return nil
}

func (a *arriving) Read(into []byte) (int, error) {
	for len(a.kept) == 0 {
		if a.ended {
			return 0, io.EOF
		}
		request, err := a.stream.Recv()
		if err == io.EOF {
			return 0, refuse("FRAME_ORDER", "the copy has no end")
		}
		if err != nil {
			return 0, err
		}
		if request.EnvironmentId != "" || request.Directory != "" {
			return 0, refuse("FRAME_ORDER", "where to copy to belongs into the first message")
		}
		if err := a.take(request); err != nil {
			return 0, err
		}
	}
	size := copy(into, a.kept)
	a.kept = a.kept[size:]
	return size, nil
}

func (p *plugin) CopyIn(stream pb.Files_CopyInServer) error {
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	if _, err := p.live(stream.Context(), first.EnvironmentId); err != nil {
		return err
	}
	if err := checkPath(first.Directory); err != nil {
		return err
	}
	archive := &arriving{stream: stream, digest: sha256.New()}
	if err := archive.take(first); err != nil {
		return err
	}
	if err := unpack(archive, first.Directory); err != nil {
		return refuseFile(err)
	}
	if _, err := io.Copy(io.Discard, archive); err != nil {
		return err
	}
	return stream.SendAndClose(&pb.CopyInResponse{})
}

func (p *plugin) CopyOut(request *pb.CopyOutRequest, stream pb.Files_CopyOutServer) error {
	if _, err := p.live(stream.Context(), request.EnvironmentId); err != nil {
		return err
	}
	if err := checkPath(request.Path); err != nil {
		return err
	}
	about, err := os.Stat(request.Path)
	if err != nil {
		return refuse("FILE_UNKNOWN", "there is no `%s`", request.Path)
	}
	folder, what := request.Path, "."
	if !about.IsDir() {
		folder, what = filepath.Split(request.Path)
	}
	tar := exec.CommandContext(stream.Context(), "tar", "--format=posix", "-C", folder, "-cf", "-", "--", what)
	problem := &bytes.Buffer{}
	tar.Stderr = problem
	output, err := tar.StdoutPipe()
	if err != nil {
		return refuseFile(err)
	}
	if err := tar.Start(); err != nil {
		return refuseFile(err)
	}
	digest, size, buffer := sha256.New(), uint64(0), make([]byte, piece)
	for {
		read, err := io.ReadFull(output, buffer)
		if read > 0 {
			size += uint64(read)
			digest.Write(buffer[:read])
			if err := stream.Send(&pb.CopyOutResponse{Bytes: bytes.Clone(buffer[:read])}); err != nil {
				tar.Process.Kill()
				tar.Wait()
				return err
			}
		}
		if err != nil {
			break
		}
	}
	if err := tar.Wait(); err != nil {
		return refuse("FILE_FAILED", "`%s` cannot be packed: %s", request.Path, problem)
	}
	return stream.Send(&pb.CopyOutResponse{End: &pb.CopyEnd{Size: size, Sha256: digest.Sum(nil)}})
}
