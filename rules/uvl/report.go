package uvl

import (
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// report collects the defects of all files of one model.
type report struct {
	list    source.List
	refused int // defects that are refused constructs
}

func (r *report) position(f *source.File, t token) source.Place { return f.Place(int(t.off)) }

func (r *report) add(f *source.File, t token, msg, hint string) { r.defect(f, t, msg, hint, nil) }

func (r *report) refuse(f *source.File, t token, construct, hint string) {
	r.refused++
	r.defect(f, t, construct+" is not supported", hint, &Unsupported{Place: r.position(f, t), Construct: construct})
}

func (r *report) defect(f *source.File, t token, msg, hint string, cause error) {
	d := f.Defect(int(t.off), runes(f, t), msg, hint)
	d.Cause = cause
	r.list.Add(d)
}

// runes is the width of t under a caret.
func runes(f *source.File, t token) int { return utf8.RuneCount(f.Text[t.off : t.off+t.len]) }
