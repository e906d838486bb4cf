package change

import (
	"math/big"

	"github.com/confspace/confspace/bom/proof"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver/difference"
)

// MarshalJSON writes old and new, how many configurations there are, as text where that is
// known, kept, lost and gained, each as [difference.Part.MarshalJSON], bills, routings and
// affected, each with count and share where they are known, and parts, positions and
// stations.
func (c Change) MarshalJSON() ([]byte, error) {
	d := c.Configurations
	if d == nil {
		d = new(difference.Difference)
	}
	return jsonw.Marshal(struct {
		Old       string          `json:"old,omitempty"`
		New       string          `json:"new,omitempty"`
		Kept      difference.Part `json:"kept"`
		Lost      difference.Part `json:"lost"`
		Gained    difference.Part `json:"gained"`
		Bills     Share           `json:"bills"`
		Routings  Share           `json:"routings"`
		Affected  Share           `json:"affected"`
		Parts     []PartChange    `json:"parts,omitempty"`
		Positions []proof.Finding `json:"positions,omitempty"`
		Stations  []StationChange `json:"stations,omitempty"`
	}{
		count(d.Old), count(d.New), d.Kept, d.Lost, d.Gained, c.Bills, c.Routings, c.Affected,
		c.Parts, c.Positions, c.Stations,
	})
}

// count returns a number as text; empty if it is not known.
func count(n *big.Int) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// MarshalJSON writes count, as text, and share, where they are known.
func (s Share) MarshalJSON() ([]byte, error) {
	if s.Count == nil {
		return []byte("{}"), nil
	}
	return jsonw.Marshal(struct {
		Count string  `json:"count"`
		Share float64 `json:"share"`
	}{s.Count.String(), s.Share})
}

// MarshalJSON writes part, name, needed and freed if that is so, old and new, each with
// least and greatest, of a release that has the part, and kept and, if kept configurations take another
// quantity, least and greatest.
func (p PartChange) MarshalJSON() ([]byte, error) {
	type bounds struct {
		Least    config.Quantity `json:"least"`
		Greatest config.Quantity `json:"greatest"`
	}
	interval := func(x *proof.Interval) *bounds {
		if x == nil {
			return nil
		}
		return &bounds{x.Least, x.Greatest}
	}
	out := struct {
		Part   string  `json:"part"`
		Name   string  `json:"name,omitempty"`
		Needed bool    `json:"needed,omitempty"`
		Freed  bool    `json:"freed,omitempty"`
		Old    *bounds `json:"old,omitempty"`
		New    *bounds `json:"new,omitempty"`
		Kept   Share   `json:"kept"`
		More   *bounds `json:"more,omitempty"`
	}{Part: p.Part, Name: p.Name, Needed: p.Needed(), Freed: p.Freed(), Old: interval(p.Old), New: interval(p.New), Kept: p.Kept}
	if p.Differs {
		out.More = &bounds{p.Least, p.Greatest}
	}
	return jsonw.Marshal(out)
}

// MarshalJSON writes old, if the old release has the station, and new, each as
// [proof.StationLoad.MarshalJSON].
func (s StationChange) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Old *proof.StationLoad `json:"old,omitempty"`
		New proof.StationLoad  `json:"new"`
	}{s.Old, s.New})
}

// MarshalJSON writes fate, as [difference.Fate.MarshalJSON], parts, and fault, as text.
func (c OrderChange) MarshalJSON() ([]byte, error) {
	out := struct {
		Fate  *difference.Fate `json:"fate"`
		Parts []Delivery       `json:"parts,omitempty"`
		Fault string           `json:"fault,omitempty"`
	}{Fate: c.Fate, Parts: c.Parts}
	if c.Fault != nil {
		out.Fault = c.Fault.Error()
	}
	return jsonw.Marshal(out)
}

// UnmarshalJSON returns an error: a Change is an answer.
func (c *Change) UnmarshalJSON([]byte) error {
	return jsonw.Unread("change.Change", "compare the releases again")
}

// UnmarshalJSON returns an error: a Share is an answer.
func (s *Share) UnmarshalJSON([]byte) error {
	return jsonw.Unread("change.Share", "compare the releases again")
}

// UnmarshalJSON returns an error: a PartChange is an answer.
func (p *PartChange) UnmarshalJSON([]byte) error {
	return jsonw.Unread("change.PartChange", "compare the releases again")
}

// UnmarshalJSON returns an error: a StationChange is an answer.
func (s *StationChange) UnmarshalJSON([]byte) error {
	return jsonw.Unread("change.StationChange", "compare the releases again")
}

// UnmarshalJSON returns an error: an OrderChange is an answer.
func (c *OrderChange) UnmarshalJSON([]byte) error {
	return jsonw.Unread("change.OrderChange", "ask what changes for the order again")
}
