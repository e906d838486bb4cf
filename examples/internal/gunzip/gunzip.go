// Package gunzip reads compressed files as if they were not.
package gunzip

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"strings"
)

// FS is a file system that decompresses files with names ending in
// ".gz".
type FS struct{ fs.FS }

// Open opens a file.
func (z FS) Open(name string) (fs.File, error) {
	packed, err := z.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return packed, err
	}
	text, err := gzip.NewReader(packed)
	if err != nil {
		return nil, errors.Join(&fs.PathError{Op: "read", Path: name, Err: err}, packed.Close())
	}
	return file{File: packed, text: text}, nil
}

type file struct {
	fs.File
	text *gzip.Reader
}

func (f file) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = errors.New("not a whole gzip file: " + err.Error())
	}
	return n, err
}

func (f file) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return unsized{info}, err
}

// unsized hides the compressed size, which differs from that of the text.
type unsized struct{ fs.FileInfo }

func (unsized) Size() int64 { return 0 }
