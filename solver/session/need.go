package session

import "github.com/confspace/confspace/config"

// Need is what a family still needs.
type Need struct {
	// Min and Max are the numbers of options that it takes if it is asked for; Max is
	// [config.Unbounded] if nothing bounds it.
	Min int `json:"min"`
	Max int `json:"max"`
	// Taken and Open are the numbers of its options that are chosen or forced, and that are open.
	Taken int `json:"taken"`
	Open  int `json:"open"`
	// Asked is the state of the option below which the family stands; Forced for a family below
	// none. A family whose parent is rejected or impossible takes no options.
	Asked State `json:"asked"`
}

// Missing returns the number of options that are still to be chosen: 0 if the family is not asked
// for, or if that is open.
func (n Need) Missing() int {
	if n.Asked != Chosen && n.Asked != Forced {
		return 0
	}
	return max(n.Min-n.Taken, 0)
}

// Settled reports whether the family has no open option.
func (n Need) Settled() bool { return n.Open == 0 }

// Need returns what a family still needs. O(options of the family). It panics if the catalog does
// not have it.
func (s *Session) Need(id config.FamilyID) Need {
	p := s.now()
	f := s.cat.Family(id)
	n := Need{Min: f.Select.Min, Max: f.Select.Max, Asked: Forced}
	if f.Parent != config.NoOption {
		n.Asked = p.state(f.Parent)
	}
	for _, o := range f.Options {
		switch p.decided.State(o) {
		case config.Chosen:
			n.Taken++
		case config.Open:
			n.Open++
		}
	}
	return n
}
