package uvl

import (
	"bytes"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// report collects what is wrong with all files of one model, and says where things stand.
type report struct {
	list    source.List
	refused int // defects that are refused constructs
	last    map[*source.File]mark
	line    source.Position // of the last defect
	onLine  int             // defects on that line
}

// mark is a place whose position is known.
type mark struct {
	offset int
	pos    source.Position
}

// position is [source.File.Position], but takes time linear in the distance from the last place asked for on the same
// line: a file can be one line of many megabytes.
func (r *report) position(f *source.File, t token) source.Position {
	offset, last := int(t.off), r.last[f]
	pos := last.pos
	if !pos.IsValid() || offset < last.offset || bytes.IndexByte(f.Text[last.offset:offset], '\n') >= 0 {
		pos = f.Position(offset)
	} else {
		pos.Column += utf8.RuneCount(f.Text[last.offset:offset])
	}
	if r.last == nil {
		r.last = map[*source.File]mark{}
	}
	r.last[f] = mark{offset, pos}
	return pos
}

func (r *report) add(f *source.File, t token, msg, hint string) { r.defect(f, t, msg, hint, nil) }

func (r *report) refuse(f *source.File, t token, construct, hint string) {
	r.refused++
	r.defect(f, t, construct+" is not supported", hint, &Unsupported{Pos: r.position(f, t), Construct: construct})
}

// defect adds a defect. So many on one line are not shown, so that later ones need no excerpt, which takes time linear
// in the length of the line.
func (r *report) defect(f *source.File, t token, msg, hint string, cause error) {
	pos := r.position(f, t)
	if pos.File != r.line.File || pos.Line != r.line.Line {
		r.onLine = 0
	}
	r.line = pos
	if r.onLine++; r.onLine > source.MaxDefects {
		r.list.Add(source.Defect{Pos: pos, Msg: msg, Hint: hint, Cause: cause})
		return
	}
	d := f.Defect(int(t.off), runes(f, t), msg, hint)
	d.Cause = cause
	r.list.Add(d)
}

// runes is the width of t under a caret.
func runes(f *source.File, t token) int { return utf8.RuneCount(f.Text[t.off : t.off+t.len]) }
