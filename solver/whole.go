package solver

import (
	"errors"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
	"github.com/confspace/confspace/solver/internal/wire"
)

// newWhole returns the space of a circuit over the options of a catalog whose families
// have no limits. The circuit, not rules, says which configurations it allows.
func newWhole(cat *config.Catalog, c *circuit.Circuit) (*Space, error) {
	set, err := rules.NewBuilder(cat).Build()
	if err != nil {
		return nil, err
	}
	s := newSpace(set, config.Point{})
	s.setWhole(c)
	return s, nil
}

// setWhole makes c the circuit, and so the whole, of the space.
func (s *Space) setWhole(c *circuit.Circuit) {
	s.whole, s.void = true, c.Root() == circuit.False
	s.encoding = encode.Circuit(c)
	s.setCircuit(c)
	s.measure()
}

// unrestricted returns a catalog of options in one family that takes any of them.
func unrestricted(product, family string, codes []string) (*config.Catalog, error) {
	b := config.NewBuilder(product)
	if len(codes) > 0 {
		b.Family(config.FamilySpec{Code: family, Select: config.Any})
	}
	for _, code := range codes {
		b.Option(config.OptionSpec{Family: family, Code: code})
	}
	return b.Build()
}

// has reports whether some configuration of a space that has no rules agrees with a
// selection. One count.
func (s *Space) has(sel *config.Selection) bool {
	return s.circuit.Count(new(big.Int), s.assign(nil, sel)).Sign() != 0
}

// readWhole reads the circuit of a space without rules.
func (s *Space) readWhole(z *wire.Reader) {
	for i := range s.cat.NumFamilies() {
		if f := s.cat.Family(config.FamilyID(i)); f.Parent != config.NoOption || f.Select != config.Any {
			z.Fail("it has no rules, but the catalog has restrictions")
		}
	}
	if s.set.NumRules() > 0 || len(s.tracked) > 0 || len(s.inactive) > 0 {
		z.Fail("it has no rules, but the set has some, or it tracks conditions")
	}
	n := s.cat.NumOptions()
	c := circuit.Read(z, cnf.NewFormula(n, n))
	if z.Err() == nil {
		void := s.void
		if s.setWhole(c); s.void != void {
			z.Fail("it has a circuit with models and without")
		}
	}
}

// verifyWhole proves that the circuit can be counted, and that the clauses
// are its own.
func (s *Space) verifyWhole() error {
	if err := check.Form(s.circuit); err != nil {
		return err
	}
	if what := s.encoding.Differs(encode.Circuit(s.circuit)); what != "" {
		return errors.New("the space is not that of its circuit: " + what + " are others; make it again")
	}
	return nil
}
