package line_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

// The tests of this file change a product in a way whose effect on the answer
// is known, and compare the two answers.

// outcome is what an order's explosion and routing say, in comparable form.
type outcome struct {
	items, totals, faults []string
	steps                 [][]string
	workloads             []string
}

func outcomeOf(t require.TestingT, s *bom.Structure, l *line.Line, sel *config.Selection, at config.Point) outcome {
	var o outcome
	x, err := s.Explode(sel, at)
	if err != nil {
		failed, ok := err.(bom.PositionErrors)
		require.True(t, ok)
		for _, e := range failed {
			o.faults = append(o.faults, e.Path)
		}
		return o
	}
	o.items, o.totals = bomtest.Show(x), bomtest.Totals(x)
	r, err := l.Route(x)
	if err != nil {
		o.faults = callFaults(err)
		return o
	}
	for _, visit := range r.Visits {
		var steps []string
		for _, step := range visit.Steps {
			words := []string{l.Operation(step.Operation).Code}
			for _, id := range step.Parts {
				words = append(words, s.Item(id).Part)
			}
			steps = append(steps, strings.Join(words, " "))
		}
		o.steps = append(o.steps, steps)
		o.workloads = append(o.workloads, visit.Workload.String())
	}
	return o
}

func TestRenamingPartsRenamesTheAnswer(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 3)
		s, l := p.Read(t)
		renamed, err := bom.ReadStructure(p.Catalog, "bom.csv", strings.NewReader(strings.ReplaceAll(p.CSV(), ",P", ",Q-P")))
		require.NoError(t, err)
		renamedLine, err := line.Read(renamed.Catalog(), renamed, "line.yaml", strings.NewReader(p.YAML()))
		require.NoError(t, err)
		sel, _ := p.Selection(t)
		at := config.Point{Date: bomtest.Day(t)}
		want, got := outcomeOf(t, s, l, sel, at), outcomeOf(t, renamed, renamedLine, sel, at)
		for _, list := range append([][]string{got.items, got.totals, got.faults}, got.steps...) {
			for i := range list {
				list[i] = strings.ReplaceAll(list[i], "Q-P", "P")
			}
		}
		require.Equal(t, want, got)
	})
}

// reversed is a product whose positions stand in the opposite order, on every
// level; the variants of a position keep theirs.
func reversed(rows []*bomtest.Row) []*bomtest.Row {
	var groups [][]*bomtest.Row
	for _, row := range rows {
		copied := *row
		copied.Children = reversed(row.Children)
		if n := len(groups); n > 0 && groups[n-1][0].Position == row.Position {
			groups[n-1] = append(groups[n-1], &copied)
			continue
		}
		groups = append(groups, []*bomtest.Row{&copied})
	}
	slices.Reverse(groups)
	return slices.Concat(groups...)
}

func TestReorderingPositionsReordersTheAnswer(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 3)
		s, l := p.Read(t)
		q := *p
		q.Rows = reversed(p.Rows)
		other, otherLine := q.Read(t)
		sel, _ := p.Selection(t)
		at := config.Point{Date: bomtest.Day(t)}
		want, got := outcomeOf(t, s, l, sel, at), outcomeOf(t, other, otherLine, sel, at)
		for _, o := range []*outcome{&want, &got} {
			slices.Sort(o.items)
			slices.Sort(o.totals)
			slices.Sort(o.faults)
			for _, steps := range o.steps {
				for i := range steps {
					words := strings.Fields(steps[i])
					slices.Sort(words[1:])
					steps[i] = strings.Join(words, " ")
				}
			}
		}
		require.Equal(t, want, got)
	})
}

func TestScalingTheTopScalesEverything(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		p := bomtest.Generate(t, 3)
		s, l := p.Read(t)
		scaled := *p
		scaled.Rows = slices.Clone(p.Rows)
		for i, row := range p.Rows {
			copied := *row
			v, err := config.ParseDecimal(row.Quantity)
			require.NoError(t, err)
			copied.Quantity = v.Mul(config.NewDecimal(7)).String()
			scaled.Rows[i] = &copied
		}
		other, otherLine := scaled.Read(t)
		sel, _ := p.Selection(t)
		at := config.Point{Date: bomtest.Day(t)}
		want, got := outcomeOf(t, s, l, sel, at), outcomeOf(t, other, otherLine, sel, at)
		require.Equal(t, want.faults, got.faults)
		require.Equal(t, want.workloads, got.workloads)
		if want.items == nil {
			return
		}
		x, err := s.Explode(sel, at)
		require.NoError(t, err)
		y, err := other.Explode(sel, at)
		require.NoError(t, err)
		require.Equal(t, x.IDs(), y.IDs())
		for i, total := range x.Flat() {
			require.Equal(t, total.Quantity.Mul(config.NewDecimal(7)).String(), y.Flat()[i].Quantity.String())
		}
	})
}
