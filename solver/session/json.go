package session

import (
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/rules"
)

// MarshalJSON returns [Step.AppendJSON].
func (s Step) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/step.schema.json. The error is nil.
//
//	format    confspace/1
//	refused   true; absent of a step that was taken
//	why       of a refused step: as [Reason.AppendJSON]
//	given_up  earlier choices that were given up, each {"choose": code} or {"reject": code}
//	changes   the options whose state has changed: option, its code, before and after
func (s Step) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.OptBool(jsonw.Document(dst), "refused", s.Refused)
	if s.Refused {
		dst, _ = s.Why.AppendJSON(jsonw.Key(dst, "why")) // never fails
	}
	if len(s.GivenUp) > 0 {
		dst = append(jsonw.Key(dst, "given_up"), '[')
		for _, c := range s.GivenUp {
			dst = appendChoice(jsonw.Comma(dst), s.cat, c)
		}
		dst = append(dst, ']')
	}
	dst = append(jsonw.Key(dst, "changes"), '[')
	for _, c := range s.Changes {
		dst = jsonw.String(append(jsonw.Comma(dst), '{'), "option", s.cat.Code(c.Option))
		dst = jsonw.String(dst, "before", c.Before.String())
		dst = append(jsonw.String(dst, "after", c.After.String()), '}')
	}
	return append(dst, "]}"...), nil
}

// UnmarshalJSON returns an error: a Step is an answer.
func (s *Step) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Step", "make the step again")
}

// MarshalJSON returns [Reason.AppendJSON].
func (r Reason) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends the reason as an object. The zero Reason is an empty object. The error is nil.
//
//	option      the code of the option that is decided
//	state       forced or impossible
//	causes      the demands that decide it, each as [solver.Cause.AppendJSON]
//	minimal     without any one of them it would not be decided
//	smallest    no others that decide it are fewer; absent if that is not shown
//	derivation  the steps of How, see [Derivation.AppendJSON]; absent without steps
func (r Reason) AppendJSON(dst []byte) ([]byte, error) {
	if r.space == nil {
		return append(dst, "{}"...), nil
	}
	dst = jsonw.String(append(dst, '{'), "option", r.space.Catalog().Code(r.Decides.Option))
	dst = jsonw.String(dst, "state", r.state().String())
	dst = append(jsonw.Key(dst, "causes"), '[')
	for _, c := range r.Causes {
		dst, _ = c.AppendJSON(jsonw.Comma(dst)) // never fails
	}
	dst = jsonw.Bool(append(dst, ']'), "minimal", r.Minimal)
	dst = jsonw.OptBool(dst, "smallest", r.Smallest)
	if len(r.How.Steps) > 0 {
		dst = r.How.appendSteps(jsonw.Key(dst, "derivation"), r.How.Steps)
	}
	return append(dst, '}'), nil
}

// UnmarshalJSON returns an error: a Reason is an answer.
func (r *Reason) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Reason", "ask the session again")
}

// MarshalJSON returns [Derivation.AppendJSON].
func (d Derivation) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/derivation.schema.json. The error is nil.
//
//	format   confspace/1
//	decides  what is shown, {"choose": code} or {"reject": code}; absent of the zero Derivation
//	steps    in order; the last one is broken
//	gave_up  true if there are no steps because the search for them passed its bound
//
// Each step is an object:
//
//	from     what it needs, each {"choose": code} or {"reject": code}
//	decides  what follows, alike; or
//	broken   true: the demand cannot be met
//	cause    the demand, as [solver.Cause.AppendJSON]; or
//	suppose  the steps from the opposite of what it decides to a contradiction
//	text     the step in one line, for people
func (d Derivation) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.Document(dst)
	if d.space != nil {
		dst = appendChoice(jsonw.Key(dst, "decides"), d.space.Catalog(), d.Decides)
	}
	dst = d.appendSteps(jsonw.Key(dst, "steps"), d.Steps)
	return append(jsonw.OptBool(dst, "gave_up", d.GaveUp), '}'), nil
}

// appendSteps appends steps as a list.
func (d Derivation) appendSteps(dst []byte, steps []Inference) []byte {
	dst = append(dst, '[')
	for _, i := range steps {
		cat := d.space.Catalog()
		dst = append(jsonw.Key(append(jsonw.Comma(dst), '{'), "from"), '[')
		for _, c := range i.From {
			dst = appendChoice(jsonw.Comma(dst), cat, c)
		}
		if dst = append(dst, ']'); i.Broken {
			dst = jsonw.Bool(dst, "broken", true)
		} else {
			dst = appendChoice(jsonw.Key(dst, "decides"), cat, i.Decides)
		}
		text := ""
		if i.Suppose == nil {
			dst, _ = i.Cause.AppendJSON(jsonw.Key(dst, "cause")) // never fails
			text = d.line(i)
		} else {
			dst = d.appendSteps(jsonw.Key(dst, "suppose"), i.Suppose)
			text = d.name(i.Decides.opposite()) + " leads to a contradiction, so " + d.name(i.Decides)
		}
		dst = append(jsonw.String(dst, "text", text), '}')
	}
	return append(dst, ']')
}

// UnmarshalJSON returns an error: a Derivation is an answer.
func (d *Derivation) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Derivation", "ask the session again")
}

// MarshalJSON returns [Completion.AppendJSON].
func (c Completion) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/completion.schema.json. The error is that of
// [config.Selection.MarshalJSON].
//
//	format     confspace/1
//	selection  the configuration, as an order; absent of the zero Completion
//	values     by goal, each a quantity as text
func (c Completion) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.Document(dst)
	if c.Selection != nil {
		selection, err := c.Selection.MarshalJSON()
		if err != nil {
			return nil, err
		}
		dst = append(jsonw.Key(dst, "selection"), selection...)
	}
	dst = append(jsonw.Key(dst, "values"), '[')
	for _, v := range c.Values {
		dst = jsonw.Quote(jsonw.Comma(dst), v.String())
	}
	return append(dst, "]}"...), nil
}

// UnmarshalJSON returns an error: a Completion is an answer.
func (c *Completion) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Completion", "ask the session again")
}

// MarshalJSON returns [DefaultsError.AppendJSON].
func (e DefaultsError) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/defaults.schema.json. The error is nil.
//
//	format    confspace/1
//	defaults  those that contradict each other: option, its code; rank; when, the condition, absent if
//	          there is none; and place, absent if it was made in code
//	causes    the demands that keep them apart, each as [solver.Cause.AppendJSON]
//	minimal   without any one of these an order could have them
//	smallest  no others that keep them apart are fewer; absent if that is not shown
func (e *DefaultsError) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(jsonw.Key(jsonw.Document(dst), "defaults"), '[')
	for _, d := range e.Defaults {
		dst = jsonw.String(append(jsonw.Comma(dst), '{'), "option", e.cat.Code(d.Option))
		if dst = jsonw.Int(dst, "rank", d.Rank); d.When.Op() != rules.OpTrue {
			dst = jsonw.String(dst, "when", d.When.String())
		}
		if d.Place != (source.Place{}) {
			dst = jsonw.String(dst, "place", d.Place.String())
		}
		dst = append(dst, '}')
	}
	dst = append(jsonw.Key(append(dst, ']'), "causes"), '[')
	for _, c := range e.Explanation.Causes {
		dst, _ = c.AppendJSON(jsonw.Comma(dst)) // never fails
	}
	dst = jsonw.Bool(append(dst, ']'), "minimal", e.Explanation.Minimal)
	return append(jsonw.OptBool(dst, "smallest", e.Explanation.Smallest), '}'), nil
}

// UnmarshalJSON returns an error: a DefaultsError is an answer.
func (e *DefaultsError) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.DefaultsError", "ask for the defaults again")
}

// MarshalJSON returns an error: a Choice has no code.
func (c Choice) MarshalJSON() ([]byte, error) {
	return nil, jsonw.Unwritten("session.Choice", "write the Session, Step or Derivation that it is of")
}

// UnmarshalJSON returns an error: a code means something in a catalog only.
func (c *Choice) UnmarshalJSON([]byte) error {
	return jsonw.Unwritten("session.Choice", "read the session that it is of with session.Restore")
}

// MarshalJSON returns an error: a Change has no code.
func (c Change) MarshalJSON() ([]byte, error) {
	return nil, jsonw.Unwritten("session.Change", "write the Step that it is of")
}

// UnmarshalJSON returns an error: a Change is a part of an answer.
func (c *Change) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Change", "make the step again")
}

// MarshalJSON returns an error: an Inference has no codes.
func (i Inference) MarshalJSON() ([]byte, error) {
	return nil, jsonw.Unwritten("session.Inference", "write the Derivation that it is of")
}

// UnmarshalJSON returns an error: an Inference is a part of an answer.
func (i *Inference) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Inference", "ask the session again")
}
