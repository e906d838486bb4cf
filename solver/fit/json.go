package fit

import (
	"math"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver"
)

// target is the form of a Target.
type target struct {
	Condition string         `json:"condition"`
	Given     string         `json:"given,omitempty"`
	Share     config.Decimal `json:"share"`
	Place     source.Place   `json:"place,omitzero"`
}

func (t Target) form() target {
	out := target{Share: t.Share, Place: t.Place}
	if !t.Condition.IsZero() {
		out.Condition = t.Condition.String()
	}
	if !t.Given.IsZero() {
		out.Given = t.Given.String()
	}
	return out
}

// MarshalJSON writes condition and given as text, and share and place where there is one.
func (t Target) MarshalJSON() ([]byte, error) { return jsonw.Marshal(t.form()) }

// UnmarshalJSON returns an error: the conditions need a catalog; Read has one.
func (t *Target) UnmarshalJSON([]byte) error {
	return jsonw.Unread("fit.Target", "read a file of targets for a catalog")
}

// MarshalJSON writes targets, each as a Target writes itself, with met, its share in the mix unless that is one
// of nothing, see [Mix.Met]; the entropy; and queries, the number of queries of the circuit that it took.
func (m Mix) MarshalJSON() ([]byte, error) {
	type met struct {
		target
		Met *float64 `json:"met,omitempty"`
	}
	out := struct {
		Targets []met   `json:"targets"`
		Entropy float64 `json:"entropy"`
		Queries int     `json:"queries"`
	}{[]met{}, m.entropy, m.passes}
	for i, t := range m.targets {
		x := met{target: t.form()}
		if !math.IsNaN(m.met[i]) {
			x.Met = &m.met[i]
		}
		out.Targets = append(out.Targets, x)
	}
	return jsonw.Marshal(out)
}

// UnmarshalJSON returns an error: a Mix is an answer.
func (m *Mix) UnmarshalJSON([]byte) error {
	return jsonw.Unread("fit.Mix", "find the mix again")
}

// MarshalJSON writes targets, each with its factor and possible, the interval of its share while the
// others hold; gap, greatest, without and causes where there are any; and text, as [Conflict.String].
func (c Conflict) MarshalJSON() ([]byte, error) {
	type part struct {
		target
		Factor   config.Decimal `json:"factor"`
		Possible Interval       `json:"possible"`
	}
	out := struct {
		Targets  []part          `json:"targets"`
		Gap      config.Decimal  `json:"gap"`
		Greatest *config.Decimal `json:"greatest,omitempty"`
		Without  string          `json:"without,omitempty"`
		Causes   []solver.Cause  `json:"causes,omitempty"`
		Text     string          `json:"text"`
	}{Targets: []part{}, Gap: c.Gap, Greatest: c.Greatest, Causes: c.Causes, Text: c.String()}
	for i, t := range c.Targets {
		out.Targets = append(out.Targets, part{t.form(), c.Factors[i], c.Possible[i]})
	}
	if !c.Without.IsZero() {
		out.Without = c.Without.String()
	}
	return jsonw.Marshal(out)
}

// UnmarshalJSON returns an error: a Conflict is an answer.
func (c *Conflict) UnmarshalJSON([]byte) error {
	return jsonw.Unread("fit.Conflict", "find the conflicts again")
}
