package solver

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// ErrNumber is wrapped by the error of [Space.Unrank] for a number that no
// configuration has, and by that of [Space.Configurations] for one that is negative or
// beyond the one after the last.
var ErrNumber = errors.New("no configuration has that number")

// noNumber returns the error for a number that is none of the n from 0 on.
func noNumber(number, n *big.Int) error {
	return fmt.Errorf("%w: %s of %s", ErrNumber, clipped(number), clipped(n))
}

// clipped returns a number as text, or how long it is where that would be longer than
// any number of configurations that people have met.
func clipped(n *big.Int) string {
	const most = 1000 // bits, some 300 digits
	if n.BitLen() > most {
		return fmt.Sprintf("a number of %d bits", n.BitLen())
	}
	return n.String()
}

// Rank sets z to the number of a configuration and returns z; a nil z is made.
// The number counts from 0 in canonical order, over the configurations that
// agree with sel (a nil sel restricts nothing): of two configurations the one
// comes first that has the first option, in the order of the catalog, in which
// they differ. Without sel it is a compact name of a variant, free of
// collisions: it depends on the catalog and the rules alone, and [Space.Unrank]
// gives the variant back.
//
// Rank reports false when configuration is none: it leaves an option open,
// breaks a rule, or does not agree with sel.
//
// On a car line it takes some five times as long as [Space.Count]. The
// error wraps [ErrNoCircuit].
func (s *Space) Rank(z *big.Int, configuration, sel *config.Selection) (*big.Int, bool, error) {
	if err := s.needCircuit(); err != nil {
		return nil, false, err
	}
	s.check(configuration)
	if z == nil {
		z = new(big.Int)
	}
	if !configuration.Complete() {
		return z, false, nil
	}
	m := circuit.NewModel(configuration.Len())
	for o := range configuration.Chosen() {
		m.Set(encode.Option(o))
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	return z, s.models.Rank(z, m, q.assign), nil
}

// Unrank sets dst to configuration number n of those that agree with sel, as
// [Space.Rank] counts them, and returns dst; a nil dst is made. The result is
// complete.
//
// On a car line it takes some twenty times as long as [Space.Count]. The error
// wraps [ErrNumber] when n is negative or there are not as many, and
// [ErrNoCircuit].
func (s *Space) Unrank(dst *config.Selection, n *big.Int, sel *config.Selection) (*config.Selection, error) {
	if err := s.needCircuit(); err != nil {
		return nil, err
	}
	q := s.scratch(sel)
	defer s.scratches.Put(q)
	m := circuit.NewModel(s.cat.NumOptions())
	if !s.models.Unrank(m, n, q.assign) {
		return nil, noNumber(n, s.circuit.Count(new(big.Int), q.assign))
	}
	return s.selection(dst, m), nil
}

// selection sets dst to a model and returns it; a nil dst is made.
func (s *Space) selection(dst *config.Selection, m circuit.Model) *config.Selection {
	if dst == nil {
		dst = s.cat.NewSelection()
	} else {
		s.check(dst)
		dst.Reset()
	}
	for v := range m.True() {
		dst.Choose(encode.OptionOf(cnf.Pos(v)))
	}
	dst.CloseWorld()
	return dst
}
