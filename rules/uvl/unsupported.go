package uvl

import (
	"slices"
	"unicode/utf8"

	"github.com/confspace/confspace/config/source"
)

// Unsupported is a legal construct of UVL that has no counterpart in a rule set. Read refuses a model that uses one,
// never skips it; errors.As finds the first one in Read's error, which also lists it among its defects.
type Unsupported struct {
	Pos       source.Position // where it stands
	Construct string          // its name: "typed feature", "feature cardinality", "string constraint", …
}

// Error names the construct and where it stands.
func (u *Unsupported) Error() string {
	return u.Pos.String() + ": " + u.Construct + " is not supported"
}

// report collects what is wrong with all files of one model.
type report struct {
	list    source.List
	refused []*Unsupported
}

func (r *report) add(f *source.File, t token, msg, hint string) {
	r.list.Add(f.Defect(int(t.off), runes(f, t), msg, hint))
}

// runes is the width of t under a caret.
func runes(f *source.File, t token) int { return utf8.RuneCount(f.Text[t.off : t.off+t.len]) }

func (r *report) refuse(f *source.File, t token, construct, hint string) {
	r.add(f, t, construct+" is not supported", hint)
	r.refused = append(r.refused, &Unsupported{Pos: f.Position(int(t.off)), Construct: construct})
}

// err is nil if nothing is wrong; otherwise the defects, and the refused constructs behind them.
func (r *report) err() error {
	err := r.list.Err()
	if err == nil || len(r.refused) == 0 {
		return err
	}
	slices.SortStableFunc(r.refused, func(a, b *Unsupported) int { return a.Pos.Compare(b.Pos) })
	return &refusal{defects: err, refused: r.refused}
}

// refusal prints as the defects alone, and unwraps to each refused construct besides.
type refusal struct {
	defects error
	refused []*Unsupported
}

func (r *refusal) Error() string { return r.defects.Error() }

func (r *refusal) Unwrap() []error {
	all := []error{r.defects}
	for _, u := range r.refused {
		all = append(all, u)
	}
	return all
}
