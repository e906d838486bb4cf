package main

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"strings"
)

// gunzipFS is a file system that decompresses files with names ending in
// ".gz".
type gunzipFS struct{ fs.FS }

func (z gunzipFS) Open(name string) (fs.File, error) {
	file, err := z.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return file, err
	}
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, errors.Join(&fs.PathError{Op: "read", Path: name, Err: err}, file.Close())
	}
	return gunzipFile{File: file, text: text}, nil
}

type gunzipFile struct {
	fs.File
	text *gzip.Reader
}

func (f gunzipFile) Read(p []byte) (int, error) {
	n, err := f.text.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = errors.New("not a whole gzip file: " + err.Error())
	}
	return n, err
}

func (f gunzipFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return unsized{info}, err
}

// unsized hides the compressed size, which differs from that of the text.
type unsized struct{ fs.FileInfo }

func (unsized) Size() int64 { return 0 }
