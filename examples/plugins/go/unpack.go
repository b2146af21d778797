// SPDX-License-Identifier: Apache-2.0
package main

import (
	"archive/tar"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"google.golang.org/grpc/status"
)

// unpack unpacks an archive below a folder, and nowhere else.
func unpack(source io.Reader, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return err
	}
	modes := map[string]fs.FileMode{}
	archive := tar.NewReader(source)
	for {
		entry, err := archive.Next()
		if err == io.EOF {
			break
		}
		if _, refused := status.FromError(err); err != nil && refused {
			return err
		}
		if err != nil {
			return refuse("BAD_ENTRY", "this is no archive: %v", err)
		}
		if err := unpackEntry(archive, entry, root, modes); err != nil {
			return err
		}
	}
	for path, mode := range modes { // last, because a folder may forbid writing in itself
		if err := os.Chmod(path, mode); err != nil {
			return err
		}
	}
	return nil
}

func unpackEntry(archive *tar.Reader, entry *tar.Header, root string, modes map[string]fs.FileMode) error {
	path, err := inside(root, entry.Name)
	if err != nil {
		return err
	}
	if about, err := os.Lstat(path); err == nil && (!about.IsDir() || entry.Typeflag != tar.TypeDir) {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	mode := fs.FileMode(entry.Mode) & 0o777
	switch entry.Typeflag {
	case tar.TypeDir:
		modes[path] = mode | 0o700
		return os.MkdirAll(path, 0o700)
	case tar.TypeSymlink:
		return os.Symlink(entry.Linkname, path)
	case tar.TypeLink:
		target, err := inside(root, entry.Linkname)
		if err != nil {
			return err
		}
		return os.Link(target, path)
	case tar.TypeReg:
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer file.Close()
		if _, err := io.Copy(file, archive); err != nil {
			return err
		}
		if err := file.Chmod(mode); err != nil {
			return err
		}
		return os.Chtimes(path, entry.ModTime, entry.ModTime)
	default:
		return refuse("BAD_ENTRY", "`%s` is no file, folder or link", entry.Name)
	}
}

// inside returns where a name lies, with the folders above it made, none of them a link.
func inside(root, name string) (string, error) {
	parts := strings.Split(name, "/")
	if strings.HasPrefix(name, "/") || slices.Contains(parts, "..") {
		return "", refuse("BAD_ENTRY", "`%s` leads out of the folder it is unpacked in", name)
	}
	path := filepath.Join(root, name)
	if path == root {
		return root, nil
	}
	above := filepath.Dir(path)
	if err := os.MkdirAll(above, 0o755); err != nil {
		return "", refuse("BAD_ENTRY", "`%s` goes through what is no folder", name)
	}
	if real, err := filepath.EvalSymlinks(above); err != nil || real != above {
		return "", refuse("BAD_ENTRY", "`%s` goes through a link", name)
	}
	return path, nil
}
