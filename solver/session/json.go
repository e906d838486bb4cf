package session

import (
	"github.com/confspace/confspace/config/source/jsonw"
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
//	option   the code of the option that is decided
//	state    forced or impossible
//	causes   the demands that decide it, each as [solver.Cause.AppendJSON]
//	minimal  without any one of them it would not be decided
//	smallest no others that decide it are fewer; absent if that is not shown
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
	return append(jsonw.OptBool(dst, "smallest", r.Smallest), '}'), nil
}

// UnmarshalJSON returns an error: a Reason is an answer.
func (r *Reason) UnmarshalJSON([]byte) error {
	return jsonw.Unread("session.Reason", "ask the session again")
}
