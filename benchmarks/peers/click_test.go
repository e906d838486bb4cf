package main

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/booleworks/logicng-go/formula"
	"github.com/booleworks/logicng-go/sat"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// backbones is a solver of logicng-go that finds out what choices decide: the clauses, and state to
// which it returns after each question.
type backbones struct {
	*theirs
	solver *sat.Solver
	vars   []formula.Variable
	state  *sat.SolverState
}

func newBackbones(t *theirs) *backbones {
	b := &backbones{theirs: t, solver: sat.NewSolver(t.factory)}
	for v := range t.vars {
		b.vars = append(b.vars, t.factory.Var("v"+strconv.Itoa(v+1)))
	}
	b.solver.Add(t.conj)
	b.state = b.solver.SaveState()
	return b
}

// under returns the backbone under some choices.
func (b *backbones) under(choices []session.Choice) (*sat.Backbone, error) {
	for _, c := range choices {
		b.solver.Add(b.factory.Literal("v"+strconv.Itoa(int(c.Option)+1), c.Chosen))
	}
	found := b.solver.ComputeBackbone(b.factory, b.vars)
	return found, b.solver.LoadState(b.state)
}

// BenchmarkClick makes the same random clicks with a session of confspace and with the backbone of
// logicng-go under the same assumptions, which must agree. It reports the medians and how many times
// faster a click is.
//
//	go test . -run '^$' -bench BenchmarkClick -benchtime 1x [-lines C171_FR,...]
func BenchmarkClick(b *testing.B) {
	wanted := []string{"C171_FR", "C129_FR", "C202_FS"}
	if *lines != "" {
		wanted = names(*lines)
	}
	for _, ref := range clickLines(b, wanted) {
		b.Run(ref.name, func(b *testing.B) {
			f, err := read(ref.path)
			require.NoError(b, err)
			set, err := f.Set()
			require.NoError(b, err)
			space, err := solver.Compile(b.Context(), set, config.Point{}, solver.Config{NoCircuit: true})
			require.NoError(b, err)
			peer := newBackbones(newTheirs(f))
			var ours, others []time.Duration
			for b.Loop() {
				s, err := session.New(b.Context(), space, session.Config{})
				require.NoError(b, err)
				r := rand.New(rand.NewPCG(1, 12))
				for range 200 {
					if s.Complete() {
						break
					}
					o := config.OptionID(r.IntN(f.NumVars()))
					for s.State(o) != session.Open {
						o = config.OptionID(r.IntN(f.NumVars()))
					}
					start := time.Now()
					_, err := s.Choose(b.Context(), o)
					ours = append(ours, time.Since(start))
					require.NoError(b, err)
					start = time.Now()
					found, err := peer.under(s.Choices())
					others = append(others, time.Since(start))
					require.NoError(b, err)
					require.True(b, found.Sat)
					requireSameStates(b, peer, found, s)
				}
			}
			slices.Sort(ours)
			slices.Sort(others)
			mine, theirs := ours[len(ours)/2], others[len(others)/2]
			b.ReportMetric(float64(mine.Nanoseconds())/1000, "p50-us")
			b.ReportMetric(float64(theirs.Nanoseconds())/1000, "peer-p50-us")
			b.ReportMetric(float64(theirs)/float64(mine), "times")
		})
	}
}

// clickLines returns lines of the reference data.
func clickLines(b *testing.B, wanted []string) []reference {
	b.Helper()
	dir := dataRoot() + "/mercedes"
	if !exists(dir) {
		b.Skip("no reference data in ", dir)
	}
	refs, err := references(dir, wanted...)
	require.NoError(b, err)
	return refs
}

// requireSameStates requires that the backbone decides what the session does, of the variables that
// the peer knows.
func requireSameStates(b *testing.B, peer *backbones, found *sat.Backbone, s *session.Session) {
	b.Helper()
	decided := s.Decided()
	check := func(vars []formula.Variable, state config.State) {
		for _, v := range vars {
			name, _ := peer.factory.VarName(v)
			n, err := strconv.Atoi(name[1:])
			require.NoError(b, err)
			require.Equal(b, state, decided.State(config.OptionID(n-1)), name)
		}
	}
	check(found.Positive, config.Chosen)
	check(found.Negative, config.Rejected)
	check(found.Optional, config.Open)
}
