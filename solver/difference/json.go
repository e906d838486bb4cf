package difference

import (
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver"
)

// known are a count and its share, where they are known.
type known struct {
	Count string  `json:"count"`
	Share float64 `json:"share"`
}

func counted(n *big.Int, share float64) *known {
	if n == nil {
		return nil
	}
	return &known{n.String(), share}
}

// MarshalJSON writes old and new, as text where they are known, and kept, lost and gained.
func (d Difference) MarshalJSON() ([]byte, error) {
	text := func(n *big.Int) string {
		if n == nil {
			return ""
		}
		return n.String()
	}
	return jsonw.Marshal(struct {
		Old    string `json:"old,omitempty"`
		New    string `json:"new,omitempty"`
		Kept   Part   `json:"kept"`
		Lost   Part   `json:"lost"`
		Gained Part   `json:"gained"`
	}{text(d.Old), text(d.New), d.Kept, d.Lost, d.Gained})
}

// UnmarshalJSON returns an error: a Difference is an answer.
func (d *Difference) UnmarshalJSON([]byte) error {
	return jsonw.Unread("difference.Difference", "compare the releases again")
}

// MarshalJSON writes, where they are known, count, as text, and share, and causes, of what
// is lost or gained.
func (p Part) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		*known
		Causes []Cause `json:"causes,omitempty"`
	}{counted(p.Count, p.Share), p.Causes})
}

// MarshalJSON writes option, its code, or demand, as [solver.Cause.AppendJSON], condition
// and, where they are known, count, as text, and share.
func (c Cause) MarshalJSON() ([]byte, error) {
	out := struct {
		Option    string        `json:"option,omitempty"`
		Demand    *solver.Cause `json:"demand,omitempty"`
		Condition string        `json:"condition,omitempty"`
		*known
	}{Option: c.code, Condition: c.Condition.String(), known: counted(c.Count, c.Share)}
	if c.Demand != (solver.Cause{}) {
		out.Demand = &c.Demand
	}
	return jsonw.Marshal(out)
}

// MarshalJSON writes options, old, new, kept, lost and gained; all but the first as text.
func (s Shared) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Options int    `json:"options"`
		Old     string `json:"old"`
		New     string `json:"new"`
		Kept    string `json:"kept"`
		Lost    string `json:"lost"`
		Gained  string `json:"gained"`
	}{s.Options, s.Old.String(), s.New.String(), s.Kept.String(), s.Lost.String(), s.Gained.String()})
}

// UnmarshalJSON returns an error: a Shared is an answer.
func (s *Shared) UnmarshalJSON([]byte) error {
	return jsonw.Unread("difference.Shared", "compare the releases again")
}

// UnmarshalJSON returns an error: a Part is an answer.
func (p *Part) UnmarshalJSON([]byte) error {
	return jsonw.Unread("difference.Part", "compare the releases again")
}

// UnmarshalJSON returns an error: a Cause is an answer.
func (c *Cause) UnmarshalJSON([]byte) error {
	return jsonw.Unread("difference.Cause", "compare the releases again")
}

// MarshalJSON writes order, before and after, and of an order that cannot be built any more
// withdrawn, plant, broken, each as [solver.Cause.AppendJSON], and repair: order, drop and add.
func (f Fate) MarshalJSON() ([]byte, error) {
	return jsonw.Marshal(struct {
		Order     config.Order   `json:"order"`
		Before    solver.Verdict `json:"before"`
		After     solver.Verdict `json:"after"`
		Withdrawn []string       `json:"withdrawn,omitempty"`
		Plant     string         `json:"plant,omitempty"`
		Broken    []solver.Cause `json:"broken,omitempty"`
		Repair    *Repair        `json:"repair,omitempty"`
	}{f.Order, f.Before, f.After, f.Withdrawn, f.Plant, f.Broken, f.Repair})
}

// UnmarshalJSON returns an error: a Fate is an answer.
func (f *Fate) UnmarshalJSON([]byte) error {
	return jsonw.Unread("difference.Fate", "ask for the fate of the order again")
}

// UnmarshalJSON reads what json.Marshal writes; an unknown key is an error.
func (r *Rename) UnmarshalJSON(text []byte) error {
	type rename Rename
	x := rename{}
	if err := jsonw.Strict(text, &x); err != nil {
		return err
	}
	*r = Rename(x)
	return nil
}
