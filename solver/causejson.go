package solver

import (
	"encoding/json"

	"github.com/confspace/confspace/config/source"
)

var causeWords = source.Words[CauseKind]{What: "a kind of cause", Texts: []string{
	"none", CauseLine: "line", CauseRule: "rule", CauseRow: "row",
	CauseFamily: "family", CauseParent: "parent", CauseOption: "effectivity",
}}

// String returns "line", "rule", "row", "family", "parent" or "effectivity"; zero is "none".
func (k CauseKind) String() string { return causeWords.String(k) }

// MarshalText returns String; a number that is not one of them is an error.
func (k CauseKind) MarshalText() ([]byte, error) { return causeWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *CauseKind) UnmarshalText(text []byte) error { return causeWords.Set(k, text) }

// causeJSON is a cause in JSON.
type causeJSON struct {
	Kind    string `json:"kind"`
	Rule    string `json:"rule,omitempty"`
	Row     int    `json:"row,omitempty"`
	Family  string `json:"family,omitempty"`
	Option  string `json:"option,omitempty"`
	Chosen  *bool  `json:"chosen,omitempty"`
	Implied bool   `json:"implied,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Text    string `json:"text"`
}

// MarshalJSON writes what is demanded as an object: its "kind" as
// [CauseKind.String] and its "text" as [Cause.String] say it and, where they
// apply, the id and the "reason" of the "rule", the "row" from 1, the code of the
// "family" or "option", and of a line whether the option is "chosen" and whether
// it is "implied". The zero Cause is of kind "none".
func (c Cause) MarshalJSON() ([]byte, error) {
	j := causeJSON{Kind: c.Kind.String(), Text: c.String()}
	if c.space == nil {
		return json.Marshal(j)
	}
	set, cat := c.space.set, c.space.cat
	switch c.Kind {
	case CauseLine:
		j.Option, j.Chosen, j.Implied = cat.Code(c.Option), &c.Chosen, c.Implied
	case CauseRule, CauseRow:
		r := set.Rule(c.Rule)
		j.Rule, j.Reason = r.ID, r.Reason
		if c.Kind == CauseRow {
			j.Row = c.Row + 1
		}
	case CauseFamily:
		j.Family = cat.Family(c.Family).Code
	case CauseParent, CauseOption:
		j.Option = cat.Code(c.Option)
	}
	return json.Marshal(j)
}
