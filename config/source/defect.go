package source

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Defect is one mistake in a source file. It tells the file's owner the
// place, the mistake, the offending text and what to do.
type Defect struct {
	Place Place `json:"place,omitzero"`
	// Msg says what is wrong, in one line that starts in lower case.
	Msg string `json:"message"`
	// Excerpt is the offending line (a part of it, if it is long); empty = none.
	Excerpt string `json:"excerpt,omitempty"`
	// Caret is the rune offset in Excerpt of the offending text, Width the
	// number of runes underlined from there (at least one).
	Caret int `json:"caret,omitzero"`
	Width int `json:"width,omitzero"`
	// Hint says what to do, such as "did you mean DIESEL?"; it may be empty.
	Hint string `json:"hint,omitempty"`
	// Cause is an error for programs to find with errors.As, such as the
	// construct that is not supported; nil = none. It is not printed.
	Cause error `json:"-"`
	// Follows is the number of other places that are wrong by the same cause
	// and have no defect of their own, such as the rows below a header that
	// does not fit them. See [List.AddOnce].
	Follows int `json:"follows,omitzero"`

	more int // stands for this many further defects
	once any // the cause of AddOnce; nil = none
}

// Unwrap returns the Cause.
func (d Defect) Unwrap() error { return d.Cause }

// Error returns the place and message, the excerpt with the offending text
// underlined, the hint, and the number of places that follow from it, on up to
// five lines:
//
//	rules.yaml:12:9: unknown code DIESL
//	    DIESL requires EURO6
//	    ^^^^^
//	    did you mean DIESEL?
//	    3 more places follow from it
func (d Defect) Error() string {
	const indent = "\n    "
	var b strings.Builder
	if d.Place != (Place{}) {
		b.WriteString(d.Place.String())
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
	switch {
	case d.Follows == 1:
		b.WriteString(indent + "1 more place follows from it")
	case d.Follows > 1:
		fmt.Fprintf(&b, "%s%d more places follow from it", indent, d.Follows)
	}
	return b.String()
}

// compare orders defects by place, then by their texts.
func (d Defect) compare(e Defect) int {
	return cmp.Or(
		d.Place.Compare(e.Place),
		strings.Compare(d.Msg, e.Msg),
		strings.Compare(d.Hint, e.Hint),
	)
}

// compareFully also puts the defect with the greatest Follows first among
// equal ones.
func (d Defect) compareFully(e Defect) int {
	return cmp.Or(d.compare(e), cmp.Compare(e.Follows, d.Follows))
}

// Defects is the error of every reader of source files: all defects found,
// sorted by place, each one once.
//
// Its JSON is that of [Defects.AppendJSON], examples/schema/defects.schema.json.
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

// MaxDefects is the greatest number of defects that [List.Err] reports. A
// file with more repeats one mistake; a hundred defects show it.
const MaxDefects = 100

// maxKept bounds the memory of a List: later defects are only counted.
const maxKept = 10_000

// List collects defects while a file is read. The zero value is ready to use.
// A List is for one goroutine.
type List struct {
	defects []Defect
	dropped int
	causes  map[any]int // cause -> index in defects, -1 if only counted; of AddOnce
	folded  int         // reports that AddOnce counted in Follows
	nearest nearest     // of DidYouMean
}

// Add appends a defect. The last defect of capped [Defects] counts for all
// those that it stands for.
func (l *List) Add(d Defect) {
	if d.once != nil {
		l.AddOnce(d.once, d)
		return
	}
	l.keep(d)
}

// keep appends a defect unless the list is full.
func (l *List) keep(d Defect) {
	if d.more > 0 || len(l.defects) >= maxKept {
		l.dropped += max(d.more, 1)
		return
	}
	l.defects = append(l.defects, d)
}

// AddOnce appends a defect that has the given cause. Of several with an equal
// cause, only the first in the order of places is kept, and its Follows
// counts the others: one mistake that shows in four hundred places is one
// defect. A cause is any comparable value; use a type of your own, such as
// struct{ station string }, so that it equals no other caller's. A defect keeps
// its cause when its list's [Defects] are added to another list, that of a whole
// product for example: one mistake that shows in several files is one defect too.
func (l *List) AddOnce(cause any, d Defect) {
	d.once = cause
	i, seen := l.causes[cause]
	switch {
	case !seen:
		if l.causes == nil {
			l.causes = make(map[any]int)
		}
		before := len(l.defects)
		l.keep(d)
		if i = -1; len(l.defects) > before {
			i = before
		}
		l.causes[cause] = i
		return
	case i >= 0:
		kept := &l.defects[i]
		follows := kept.Follows + 1 + d.Follows
		if d.compare(*kept) < 0 {
			*kept = d
		}
		kept.Follows = follows
	}
	l.folded++
}

// AddError appends the defects that err wraps, or err itself as a defect at
// pos if it wraps none. A nil err adds nothing.
func (l *List) AddError(place Place, err error) {
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
		l.Add(Defect{Place: place, Msg: strings.TrimPrefix(err.Error(), place.File+": ")})
	}
}

// Len returns the number of defects added, also those that [List.AddOnce]
// only counted. Each call that reports a defect increases it.
func (l *List) Len() int { return len(l.defects) + l.dropped + l.folded }

// Err returns nil if nothing was added. Otherwise it returns [Defects]: sorted
// by place, duplicates dropped, and if there are more than [MaxDefects], that
// many and one more that says how many were left out. The order of the Add
// calls does not matter, except beyond 10,000 defects, where only the number
// of the later ones is kept.
func (l *List) Err() error {
	if len(l.defects) == 0 {
		return nil
	}
	sorted := slices.Clone(l.defects)
	slices.SortStableFunc(sorted, Defect.compareFully)
	sorted = slices.CompactFunc(sorted, func(a, b Defect) bool { return a.compare(b) == 0 })
	shown := min(len(sorted), MaxDefects)
	if more := len(sorted) - shown + l.dropped; more > 0 {
		last := Defect{Place: Place{File: sorted[shown-1].Place.File}, Msg: fmt.Sprintf("... and %d more", more), more: more}
		sorted = append(slices.Clip(sorted[:shown]), last)
	}
	return Defects(sorted)
}
