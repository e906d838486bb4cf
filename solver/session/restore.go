package session

import (
	"context"
	"fmt"
	"io"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
)

// Misfit is a choice of a saved session that another release does not allow.
type Misfit struct {
	// Code is the code of the option, Chosen whether it was chosen, Place where the choice
	// stands.
	Code   string       `json:"code"`
	Chosen bool         `json:"chosen"`
	Place  source.Place `json:"place,omitzero"`
	// Why says why no configuration has it beside the choices before it. It is the zero Reason if
	// the release does not have the option, which was then chosen.
	Why Reason `json:"why"`
}

// String returns "ROOFBOX was chosen, and this release does not have it" or why it cannot be.
func (m Misfit) String() string {
	if m.Why.space == nil {
		return fmt.Sprintf("%s%s was chosen, and this release does not have it", m.Place.Prefix(), m.Code)
	}
	said := "rejected"
	if m.Chosen {
		said = "chosen"
	}
	return fmt.Sprintf("%s%s was %s, but %s", m.Place.Prefix(), m.Code, said, m.Why)
}

// Restore reads what [Session.AppendJSON] wrote and makes its choices in a space, one after the
// other. A session that was saved under other rules, or as of another point of time, is of
// another release: then choices that no longer fit are left out, and returned. A rejected option
// that the release does not have fits, and is left out. There is nothing to undo in it.
//
// The errors are [source.Defects] with everything that is wrong with the file, each with its
// place: what is not a session, a session of another product, an option that is named twice, and
// under the same rules also options and plants that do not exist and choices that contradict each other; the
// error of r; and those of [New]. It panics as [New] does.
func Restore(ctx context.Context, space *solver.Space, cfg Config, name string, r io.Reader) (*Session, []Misfit, error) {
	source.NeedContext("session", ctx)
	s, err := New(ctx, space, cfg)
	if err != nil {
		return nil, nil, err
	}
	f, err := source.Read(name, r)
	if err != nil {
		return nil, nil, err
	}
	read := reader{session: s, file: f}
	read.document()
	if err := read.list.Err(); err != nil {
		return nil, nil, err
	}
	misfits, err := read.replay(ctx)
	if err == nil {
		err = read.list.Err()
	}
	if err != nil {
		return nil, nil, err
	}
	return s, misfits, nil
}

// reader reads a saved session.
type reader struct {
	session *Session
	file    *source.File
	list    source.List
	same    bool // the rules are those of the space
	choices []saved
}

// saved is a choice in a file.
type saved struct {
	Misfit
	node *source.Node
}

// document reads the choices, and reports all defects but those that depend on the rules.
func (r *reader) document() {
	root := source.ParseYAML(r.file, &r.list)
	if root == nil {
		return
	}
	doc := source.NewDocument(r.file, root, &r.list, "the session")
	if product, at := doc.Required("product"); at != nil && product != r.session.cat.Product() {
		r.list.Add(at.Defect(
			fmt.Sprintf("the session is of product %s, not of %s", product, r.session.cat.Product()), "restore it in a space of its own product"))
	}
	digest, _ := doc.Required("rules")
	r.same = digest == r.session.digest()
	asOf := r.asOf(doc)
	r.same = r.same && asOf == r.session.space.AsOf()
	seen := make(map[string]source.Place)
	for _, item := range r.items(doc) {
		r.choice(item, seen)
	}
	doc.Done()
}

// items returns the items of the choices, which may be none, but must be a list.
func (r *reader) items(doc *source.Object) []*source.Node {
	n, there := doc.Lookup("choices")
	switch {
	case !there && !doc.Broken():
		r.list.Add(doc.Node().Defect(doc.What()+" has no choices", "add the key choices: with a list, which may be empty: []"))
	case there && n.Kind == source.Null:
		r.list.Add(n.Defect("choices must be a list, not empty", "write [] if nothing is chosen"))
	}
	return doc.Items("choices")
}

// asOf reads the point of time of the session's space. Another release may have had other plants.
func (r *reader) asOf(doc *source.Object) (p config.Point) {
	n := doc.Value("as_of")
	if n == nil {
		return p
	}
	o := source.NewObject(r.file, n, &r.list, "as_of")
	defer o.Done()
	if text, at := o.String("date"); at != nil {
		if err := p.Date.UnmarshalText([]byte(text)); err != nil {
			r.list.Add(at.Defect(err.Error(), ""))
		}
	}
	if text, at := o.String("serial"); at != nil {
		serial, err := config.ParseSerial(text)
		if err != nil {
			r.list.Add(at.Defect("serial: "+err.Error(), ""))
		}
		p.Serial = serial
	}
	plant, at := o.String("plant")
	if at != nil && r.same {
		if err := r.session.cat.CheckPlant(plant); err != nil {
			r.list.Add(at.Defect(err.Error(), ""))
		}
	}
	p.Plant = plant
	return p
}

// choice reads a choice.
func (r *reader) choice(item *source.Node, seen map[string]source.Place) {
	before := r.list.Len()
	o := source.NewObject(r.file, item, &r.list, "a choice")
	chosen, yes := o.String("choose")
	rejected, no := o.String("reject")
	o.Done()
	switch {
	case r.list.Len() > before:
		return
	case (yes == nil) == (no == nil):
		r.list.Add(item.Defect("a choice must have either choose or reject", `write {"choose": "CODE"} or {"reject": "CODE"}`))
		return
	}
	c := saved{Misfit{Code: rejected}, no}
	if yes != nil {
		c = saved{Misfit{Code: chosen, Chosen: true}, yes}
	}
	c.Place = c.node.Place
	if c.Code == "" {
		r.list.Add(c.node.Defect("the code of an option is empty", ""))
		return
	}
	if first, twice := seen[c.Code]; twice {
		r.list.Add(c.node.Defect(fmt.Sprintf("option %s is chosen or rejected twice%s", c.Code, first.FirstAt()), "keep one of the two"))
		return
	}
	seen[c.Code] = c.Place
	if _, known := r.session.cat.LookupOption(c.Code); !known && r.same {
		r.list.Add(c.node.Defect("unknown option "+c.Code, r.list.DidYouMean(c.Code, r.session.cat.Codes())))
		return
	}
	r.choices = append(r.choices, c)
}

// replay makes the choices, and returns those that do not fit. Under the same rules these are
// defects.
func (r *reader) replay(ctx context.Context) ([]Misfit, error) {
	s := r.session
	var misfits []Misfit
	for _, c := range r.choices {
		o, known := s.cat.LookupOption(c.Code)
		if known {
			step, err := s.add(ctx, Choice{o, c.Chosen})
			if err != nil {
				return nil, err
			}
			if !step.Refused {
				continue
			}
			c.Why = step.Why
		} else if !c.Chosen {
			continue // no configuration of this release has it
		}
		if r.same {
			r.list.Add(c.node.Defect("no configuration has this choice beside those before it", c.Why.String()))
		}
		misfits = append(misfits, c.Misfit)
	}
	s.points, s.at = s.points[s.at:], 0
	return misfits, nil
}
