package proof

import (
	"context"

	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
)

// Presence says whether none, some or all of the orders that contain a partial
// order have a part or an operation.
type Presence uint8

// The presences; the zero Presence is none of them.
const (
	Never Presence = iota + 1 // in no order
	May                       // in some, and not in others
	Must                      // in every order
)

var presenceWords = source.Words[Presence]{What: "a presence", Texts: []string{
	"none", Never: "never", May: "may", Must: "must",
}}

// String returns "never", "may" or "must"; zero is "none".
func (p Presence) String() string { return presenceWords.String(p) }

// MarshalText returns String; a number that is not one of them is an error.
func (p Presence) MarshalText() ([]byte, error) { return presenceWords.Append(nil, p) }

// UnmarshalText reads what MarshalText writes.
func (p *Presence) UnmarshalText(text []byte) error { return presenceWords.Set(p, text) }

// presence returns the presence of a part or operation by the truth of its
// condition.
func presence(t rules.Truth) Presence {
	switch t {
	case rules.Satisfied:
		return Must
	case rules.Violated:
		return Never
	}
	return May
}

// An Outlook holds the parts and operations of the orders that contain a partial order:
// it shows which parts can be called off before the order is complete, and which will
// never be needed.
type Outlook struct {
	// Parts are all part numbers of the structure, phantoms left out, in document order of
	// their first items; none if the study has no structure.
	Parts []PartOutlook `json:"parts"`
	// Operations are all operations of the line, by id; none if the study has
	// no line.
	Operations []OperationOutlook `json:"operations"`
}

// A PartOutlook is the presence of a part, over all paths.
type PartOutlook struct {
	Part     string   `json:"part"`
	Name     string   `json:"name,omitempty"`
	Presence Presence `json:"presence"`
}

// An OperationOutlook is the presence of an operation.
type OperationOutlook struct {
	Operation line.OperationID `json:"-"`
	Code      string           `json:"operation"`
	Presence  Presence         `json:"presence"`
}

// Outlook returns for each part and operation whether all orders that the space allows and
// that agree with a selection have it, some, or none. A nil selection means all orders. It
// reports false if no order agrees with the selection. The Outlook belongs to the caller.
//
// It takes one run of [solver.Conditions], in which each order that is found is a witness
// for all parts and operations; it needs no circuit. The first call prepares that. The
// error is the context's. It panics if the selection is of another catalog.
func (s *Study) Outlook(ctx context.Context, sel *config.Selection) (Outlook, bool, error) {
	source.NeedContext("proof", ctx)
	s.made()
	truths, possible, err := s.presences().Truths(ctx, view(s.space, sel), nil)
	if err != nil || !possible {
		return Outlook{}, false, err
	}
	out := Outlook{Parts: make([]PartOutlook, len(s.parts)), Operations: make([]OperationOutlook, len(s.operations))}
	for i := range s.parts {
		out.Parts[i] = PartOutlook{s.parts[i].number, s.parts[i].name, presence(truths[i])}
	}
	for i, truth := range truths[len(s.parts):] {
		id := line.OperationID(i)
		out.Operations[i] = OperationOutlook{id, s.line.Operation(id).Code, presence(truth)}
	}
	return out, true, nil
}
