package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/analysis"
)

// A baseline is a file of accepted findings: a CSV file, columns kind, subject, reason and
// until, the first day on which the finding counts again.
type baseline struct {
	rows []*accepted
	of   map[string]*accepted // kind and subject -> its row
}

// accepted is one row.
type accepted struct {
	kind, subject, reason string
	until                 config.Date
	place                 source.Place
	used                  bool
}

// readBaseline reads the file; none is no finding.
func readBaseline(name string) (*baseline, error) {
	b := &baseline{of: make(map[string]*accepted)}
	err := open(name, func(file *os.File) error {
		f, err := source.Read(name, file)
		if err != nil {
			return err
		}
		var list source.List
		columns := []string{"kind", "subject", "reason", "until"}
		table := source.Columns{Known: columns, Required: columns}.Parse(f, &list)
		if table == nil || list.Len() > 0 {
			return list.Err()
		}
		for _, row := range table.Rows {
			b.add(row[table.Column("kind")], row[table.Column("subject")], row[table.Column("reason")], row[table.Column("until")], &list)
		}
		return list.Err()
	})
	return b, err
}

// add adds a row.
func (b *baseline) add(kind, subject, reason, until source.Cell, list *source.List) {
	a := &accepted{kind: kind.Text, subject: subject.Text, reason: reason.Text, place: kind.Place}
	var err error
	if all := findingKinds(); !slices.Contains(all, kind.Text) {
		hint := list.DidYouMean(kind.Text, slices.Values(all))
		list.Add(kind.Defect(fmt.Sprintf("%q is not a kind of finding", kind.Text), cmp.Or(hint, "write "+strings.Join(all[:len(all)-1], ", ")+" or "+all[len(all)-1])))
	}
	if a.until, err = config.ParseDate(until.Text); err != nil {
		list.Add(until.Defect("until: "+err.Error(), "write the first day on which the finding counts again"))
	}
	if reason.Text == "" {
		list.Add(kind.Defect("the finding is accepted without a reason", "write why it may stay until then"))
	}
	if b.of[a.key()] != nil {
		list.Add(kind.Defect(fmt.Sprintf("%s of %s is there twice", a.kind, a.subject), ""))
	}
	b.of[a.key()] = a
	b.rows = append(b.rows, a)
}

// findingKinds returns the kinds of findings, those about rules first.
func findingKinds() (all []string) {
	for _, k := range analysis.Kinds() {
		all = append(all, k.String())
	}
	for _, k := range proof.FindingKinds() {
		all = append(all, k.String())
	}
	return all
}

func (a *accepted) key() string { return a.kind + "\x00" + a.subject }

// accept marks the findings that are accepted on a day.
func (b *baseline) accept(all []listed, today config.Date) {
	for i, f := range all {
		if a := b.of[f.kind+"\x00"+f.subject]; a != nil {
			a.used = true
			all[i].accepted = today < a.until
		}
	}
}

// remarks tells which rows accept nothing: since their day has come, or the finding is gone, or the
// row does not say which parts it is about.
func (b *baseline) remarks(today config.Date, all []listed) (out []string) {
	for _, a := range b.rows {
		switch {
		case !a.used:
			todo := "remove the row"
			if i := slices.IndexFunc(all, func(f listed) bool { return f.kind == a.kind && strings.HasPrefix(f.subject, a.subject+" ") }); i >= 0 {
				todo = fmt.Sprintf("there is one of %q", all[i].subject)
			}
			out = append(out, fmt.Sprintf("%s: no finding is %s of %s; %s", a.place, a.kind, a.subject, todo))
		case today >= a.until:
			out = append(out, fmt.Sprintf("%s: %s of %s was accepted until %s: %s", a.place, a.kind, a.subject, a.until, a.reason))
		}
	}
	return out
}
