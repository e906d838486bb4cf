package analysis

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/solver"
)

// MarshalJSON returns AppendJSON.
func (r Report) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil) }

// AppendJSON appends a document, examples/schema/analysis.schema.json; a nil Report is null. The
// error is nil.
//
//	format          confspace/1
//	as_of           the point; absent if it gives nothing
//	configurations  how many there are, as text; absent if that is not known
//	findings        each as Finding.AppendJSON
//	effects         of each rule in force: rule, its id, place, and removed, as text, if that is known
//	open            question, reason and exhausted
func (r *Report) AppendJSON(dst []byte) ([]byte, error) {
	if r == nil {
		return append(dst, "null"...), nil
	}
	dst = jsonw.Document(dst)
	if r.AsOf != (config.Point{}) {
		dst = r.AsOf.AppendJSON(jsonw.Key(dst, "as_of"))
	}
	if r.Configurations != nil {
		dst = jsonw.String(dst, "configurations", r.Configurations.String())
	}
	dst = append(jsonw.Key(dst, "findings"), '[')
	for i := range r.Findings {
		dst, _ = r.Findings[i].AppendJSON(jsonw.Comma(dst)) // never fails
	}
	dst = append(jsonw.Key(append(dst, ']'), "effects"), '[')
	for i := range r.Effects {
		dst, _ = r.Effects[i].AppendJSON(jsonw.Comma(dst)) // never fails
	}
	dst = append(dst, ']')
	if len(r.Open) > 0 {
		dst = append(jsonw.Key(dst, "open"), '[')
		for _, q := range r.Open {
			dst = jsonw.String(append(jsonw.Comma(dst), '{'), "question", q.Question)
			dst = append(jsonw.Bool(jsonw.String(dst, "reason", q.Reason), "exhausted", q.Exhausted), '}')
		}
		dst = append(dst, ']')
	}
	return append(dst, '}'), nil
}

// MarshalJSON returns AppendJSON.
func (e Effect) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil) }

// AppendJSON appends an object. The error is nil.
//
//	rule     its id
//	place    where it is written; absent if it was made in code
//	removed  how many configurations it alone removes, as text; absent if that is not known
func (e Effect) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.String(append(dst, '{'), "rule", e.rule.ID)
	if e.rule.Place != (source.Place{}) {
		dst = jsonw.String(dst, "place", e.rule.Place.String())
	}
	if e.Removed != nil {
		dst = jsonw.String(dst, "removed", e.Removed.String())
	}
	return append(dst, '}'), nil
}

// MarshalJSON returns AppendJSON.
func (f Finding) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends an object. The error is nil.
//
//	id            kind and number
//	kind          as Kind.String
//	subject       as Finding.Subject
//	rules         the ids, and
//	options       the codes that it is about
//	family        the code that it is about
//	place         where the first of them is written
//	message       one line
//	condition     see Finding.Condition; absent if there is none
//	causes        the demands from which it follows, each as solver.Cause.AppendJSON
//	smallest      no fewer causes would do; absent if that is not shown
//	more          how many options follow from it
//	removable     the rule can be left out together with all others that are removable
//	spans         when and where it holds, each an effectivity; absent if that is whenever it can
//	consequences  each as Consequence.AppendJSON
func (f Finding) AppendJSON(dst []byte) ([]byte, error) {
	dst = jsonw.OptString(append(dst, '{'), "id", f.ID)
	dst = jsonw.String(jsonw.String(dst, "kind", f.Kind.String()), "subject", f.Subject())
	if f.set != nil {
		dst = jsonw.OptStrings(jsonw.OptStrings(dst, "rules", f.ruleIDs()), "options", f.codes())
		if f.Family != config.NoFamily {
			dst = jsonw.String(dst, "family", f.set.Catalog().Family(f.Family).Code)
		}
	}
	if f.Place != (source.Place{}) {
		dst = jsonw.String(dst, "place", f.Place.String())
	}
	dst = jsonw.OptString(dst, "message", f.Message)
	if !f.Condition.IsZero() {
		dst = jsonw.String(dst, "condition", f.Condition.String())
	}
	dst = jsonw.OptBool(appendCauses(dst, f.Causes), "smallest", f.Smallest)
	if f.More > 0 {
		dst = jsonw.Int(dst, "more", f.More)
	}
	dst = jsonw.OptBool(dst, "removable", f.Removable)
	if len(f.Spans) > 0 {
		dst = append(jsonw.Key(dst, "spans"), '[')
		for _, s := range f.Spans {
			dst = s.AppendJSON(jsonw.Comma(dst))
		}
		dst = append(dst, ']')
	}
	if len(f.Consequences) > 0 {
		dst = append(jsonw.Key(dst, "consequences"), '[')
		for _, c := range f.Consequences {
			dst, _ = c.AppendJSON(jsonw.Comma(dst)) // never fails
		}
		dst = append(dst, ']')
	}
	return append(dst, '}'), nil
}

// MarshalJSON returns AppendJSON.
func (c Consequence) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil) }

// AppendJSON appends an object; the zero Consequence is empty. The error is nil.
//
//	option              the code of the one option
//	requires, excludes  the code of the other one
//	causes              the demands from which it follows, each as solver.Cause.AppendJSON
func (c Consequence) AppendJSON(dst []byte) ([]byte, error) {
	dst = append(dst, '{')
	if c.cat != nil {
		dst = jsonw.String(jsonw.String(dst, "option", c.cat.Code(c.Option)), c.verb(), c.cat.Code(c.Other))
	}
	return append(appendCauses(dst, c.Causes), '}'), nil
}

// appendCauses appends causes as a member, unless there are none.
func appendCauses(dst []byte, causes []solver.Cause) []byte {
	if len(causes) == 0 {
		return dst
	}
	dst = append(jsonw.Key(dst, "causes"), '[')
	for _, c := range causes {
		dst, _ = c.AppendJSON(jsonw.Comma(dst)) // never fails
	}
	return append(dst, ']')
}

// UnmarshalJSON returns an error: a Report is an answer.
func (r *Report) UnmarshalJSON([]byte) error {
	return jsonw.Unread("analysis.Report", "analyse the rules again")
}

// UnmarshalJSON returns an error: an Effect is a part of an answer.
func (e *Effect) UnmarshalJSON([]byte) error {
	return jsonw.Unread("analysis.Effect", "analyse the rules again")
}

// UnmarshalJSON returns an error: a Finding is an answer.
func (f *Finding) UnmarshalJSON([]byte) error {
	return jsonw.Unread("analysis.Finding", "analyse the rules again")
}

// UnmarshalJSON returns an error: a Consequence is a part of an answer.
func (c *Consequence) UnmarshalJSON([]byte) error {
	return jsonw.Unread("analysis.Consequence", "analyse the rules again")
}
