package source

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Defect is one thing wrong with a source file, said so that its owner can
// repair it: where, what, the offending text, and what to do.
type Defect struct {
	Pos Position
	// Msg says what is wrong, in one line that starts in lower case.
	Msg string
	// Excerpt is the offending line (a part of it, if it is long); empty = none.
	Excerpt string
	// Caret is the rune offset in Excerpt of the offending text, Width how many
	// runes of it are underlined (at least one is).
	Caret, Width int
	// Hint says what to do, such as "did you mean DIESEL?"; empty = nothing to add.
	Hint string
	// Cause is an error for programs to find with errors.As, such as the
	// construct that is not supported; nil = none. It is not printed.
	Cause error

	more int // stands for this many further defects
}

// Unwrap returns the Cause.
func (d Defect) Unwrap() error { return d.Cause }

// Error returns the position and message, the excerpt with the offending text
// underlined, and the hint, on up to four lines:
//
//	rules.yaml:12:9: unknown code DIESL
//	    DIESL requires EURO6
//	    ^^^^^
//	    did you mean DIESEL?
func (d Defect) Error() string {
	const indent = "\n    "
	var b strings.Builder
	if d.Pos != (Position{}) {
		b.WriteString(d.Pos.String())
		b.WriteString(": ")
	}
	b.WriteString(d.Msg)
	if d.Excerpt != "" {
		b.WriteString(indent)
		b.WriteString(d.Excerpt)
		b.WriteString(indent)
		b.WriteString(strings.Repeat(" ", max(d.Caret, 0)))
		b.WriteString(strings.Repeat("^", max(d.Width, 1)))
	}
	if d.Hint != "" {
		b.WriteString(indent)
		b.WriteString(d.Hint)
	}
	return b.String()
}

// compare orders defects by position, then by what they say.
func (d Defect) compare(e Defect) int {
	return cmp.Or(
		d.Pos.Compare(e.Pos),
		strings.Compare(d.Msg, e.Msg),
		strings.Compare(d.Hint, e.Hint),
	)
}

// Defects is the error of everything that reads source files: all defects
// found, sorted by position, each one once.
type Defects []Defect

// Error returns the defects one below the other.
func (ds Defects) Error() string {
	var b strings.Builder
	for i, d := range ds {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.Error())
	}
	return b.String()
}

// Unwrap returns the defects as single errors, for errors.As.
func (ds Defects) Unwrap() []error {
	errs := make([]error, len(ds))
	for i, d := range ds {
		errs[i] = d
	}
	return errs
}

// MaxDefects is how many defects [List.Err] reports. A file with more is
// wrong in one way many times; a hundred show which.
const MaxDefects = 100

// maxKept bounds the memory of a List: later defects are only counted.
const maxKept = 10_000

// List collects defects while a file is read. The zero value is ready to use.
// A List is for one goroutine.
type List struct {
	defects []Defect
	dropped int
	nearest nearest // of DidYouMean
}

// Add appends a defect. The last one of capped [Defects] counts as all those
// it stands for.
func (l *List) Add(d Defect) {
	if d.more > 0 || len(l.defects) >= maxKept {
		l.dropped += max(d.more, 1)
		return
	}
	l.defects = append(l.defects, d)
}

// AddError appends the defects that err carries, or err itself as a defect at
// pos if it carries none. A nil err adds nothing.
func (l *List) AddError(pos Position, err error) {
	var several Defects
	var one Defect
	switch {
	case err == nil:
	case errors.As(err, &several):
		for _, d := range several {
			l.Add(d)
		}
	case errors.As(err, &one):
		l.Add(one)
	default:
		l.Add(Defect{Pos: pos, Msg: err.Error()})
	}
}

// Len returns how many defects were added.
func (l *List) Len() int { return len(l.defects) + l.dropped }

// Err returns nil if nothing was added. Otherwise it returns [Defects]: sorted
// by position, duplicates dropped, and if there are more than [MaxDefects],
// that many followed by one that says how many more there are. The order of
// the Add calls does not matter, except beyond 10,000 defects, where only the
// number of the later ones is kept.
func (l *List) Err() error {
	if len(l.defects) == 0 {
		return nil
	}
	sorted := slices.Clone(l.defects)
	slices.SortStableFunc(sorted, Defect.compare)
	sorted = slices.CompactFunc(sorted, func(a, b Defect) bool { return a.compare(b) == 0 })
	shown := min(len(sorted), MaxDefects)
	if more := len(sorted) - shown + l.dropped; more > 0 {
		last := Defect{Pos: Position{File: sorted[shown-1].Pos.File}, Msg: fmt.Sprintf("... and %d more", more), more: more}
		sorted = append(slices.Clip(sorted[:shown]), last)
	}
	return Defects(sorted)
}
