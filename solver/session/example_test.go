package session_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

var ctx = context.Background()

// pickup returns the space of a product of three families and two rules.
func pickup() *solver.Space {
	b := config.NewBuilder("pickup")
	for _, f := range []struct {
		family  string
		options []string
	}{{"engine", []string{"DIESEL", "BEV"}}, {"spare", []string{"SPARE_FULL", "SPARE_KIT"}}, {"tyres", []string{"ROAD", "TERRA"}}} {
		b.Family(config.FamilySpec{Code: f.family})
		for _, code := range f.options {
			b.Option(config.OptionSpec{Family: f.family, Code: code})
		}
	}
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{ID: "R-CHS-020", Source: "BEV requires SPARE_KIT", Reason: "The battery takes the place of the spare wheel."})
	r.Add(rules.RuleSpec{ID: "R-CHS-022", Source: "TERRA requires SPARE_FULL", Reason: "A repair kit does not mend a torn sidewall."})
	set, err := r.Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(ctx, set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	return space
}

// start returns a session, and what finds an option by its code.
func start(cfg session.Config) (*session.Session, func(code string) config.OptionID) {
	space := pickup()
	s, err := session.New(ctx, space, cfg)
	if err != nil {
		log.Fatal(err)
	}
	return s, func(code string) config.OptionID {
		o, _ := space.Catalog().LookupOption(code)
		return o
	}
}

func ExampleSession() {
	s, option := start(session.Config{})
	if _, err := s.Choose(ctx, option("BEV")); err != nil {
		log.Fatal(err)
	}
	n, _ := s.View().Count(ctx, nil)
	fmt.Println(n, "left; SPARE_KIT is", s.State(option("SPARE_KIT")))
	s.Undo()
	n, _ = s.View().Count(ctx, nil)
	fmt.Println(n, "left; SPARE_KIT is", s.State(option("SPARE_KIT")))
	// Output:
	// 1 left; SPARE_KIT is forced
	// 4 left; SPARE_KIT is open
}

func ExampleState() {
	s, option := start(session.Config{})
	_, _ = s.Reject(ctx, option("DIESEL"))
	cat := s.Space().Catalog()
	for o := range config.OptionID(cat.NumOptions()) {
		fmt.Println(cat.Code(o), s.State(o))
	}
	// Output:
	// DIESEL rejected
	// BEV forced
	// SPARE_FULL impossible
	// SPARE_KIT forced
	// ROAD forced
	// TERRA impossible
}

// A screen repaints only what a step changes.
func ExampleChange() {
	s, option := start(session.Config{})
	step, err := s.Choose(ctx, option("TERRA"))
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range step.Changes {
		fmt.Println(s.Space().Catalog().Code(c.Option), "was", c.Before, "and is", c.After)
	}
	// Output:
	// DIESEL was open and is forced
	// BEV was open and is impossible
	// SPARE_FULL was open and is forced
	// SPARE_KIT was open and is impossible
	// ROAD was open and is impossible
	// TERRA was open and is chosen
}

// A choice that contradicts is refused, and says why.
func ExampleStep() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("BEV"))
	step, err := s.Choose(ctx, option("TERRA"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(step.Refused, len(step.Changes))
	fmt.Println(step.Why)
	// Output:
	// true 0
	// TERRA is impossible:
	//   you chose BEV
	//   R-CHS-020: BEV requires SPARE_KIT (The battery takes the place of the spare wheel.)
	//   R-CHS-022: TERRA requires SPARE_FULL (A repair kit does not mend a torn sidewall.)
	//   family spare takes exactly one option
}

// It can be insisted on, and gives up as few earlier choices as possible.
func ExampleChoice() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("BEV"))
	step, err := s.Insist(ctx, session.Choice{Option: option("TERRA"), Chosen: true})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range step.GivenUp {
		fmt.Println(s.Space().Catalog().Code(c.Option), "is given up")
	}
	// Output: BEV is given up
}

// The customer would rather give up two small things than the engine.
func ExampleConfig() {
	weights := []int64{5, 1, 1} // engine, spare and tyres
	s, option := start(session.Config{Repairing: solver.Repairing{Families: weights}})
	_, _ = s.Choose(ctx, option("TERRA"))
	_, _ = s.Choose(ctx, option("SPARE_FULL"))
	step, err := s.Insist(ctx, session.Choice{Option: option("BEV"), Chosen: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(step.GivenUp), "choices are given up")
	step, _ = s.Insist(ctx, session.Choice{Option: option("SPARE_FULL"), Chosen: true})
	fmt.Println(len(step.GivenUp), "choice is given up")
	// Output:
	// 2 choices are given up
	// 1 choice is given up
}

func ExampleNeed() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("DIESEL"))
	cat := s.Space().Catalog()
	for f := range config.FamilyID(cat.NumFamilies()) {
		n := s.Need(f)
		fmt.Println(cat.Family(f).Code, "needs", n.Missing(), "of", n.Open)
	}
	// Output:
	// engine needs 0 of 0
	// spare needs 1 of 2
	// tyres needs 1 of 2
}

func ExampleReason() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("BEV"))
	why, decided, err := s.Why(ctx, option("ROAD"))
	if err != nil || !decided {
		log.Fatal(err)
	}
	fmt.Println(why)
	// Output:
	// ROAD is forced:
	//   you chose BEV
	//   R-CHS-020: BEV requires SPARE_KIT (The battery takes the place of the spare wheel.)
	//   R-CHS-022: TERRA requires SPARE_FULL (A repair kit does not mend a torn sidewall.)
	//   family spare takes exactly one option
	//   family tyres takes exactly one option
}

// The fewest options, and of these the vehicle most like the last one.
func ExampleCompletion() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("DIESEL"))
	cat := s.Space().Catalog()
	last, _ := config.Order{Options: []string{"BEV", "SPARE_KIT", "ROAD"}}.Bind(cat)
	for c, err := range s.Completions(ctx, session.Fewest(cat), session.Likeness(last)) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(cat.Order(c.Selection).Options, "options:", c.Values[0], "changes:", c.Values[1])
	}
	// Output:
	// [DIESEL SPARE_KIT ROAD] options: 3 changes: 2
	// [DIESEL SPARE_FULL ROAD] options: 3 changes: 4
	// [DIESEL SPARE_FULL TERRA] options: 3 changes: 6
}

// Defaults that contradict each other are an error of the catalog, whatever the customer chooses.
func ExampleDefaultsError() {
	b := config.NewBuilder("pickup")
	for _, f := range [][3]string{{"engine", "BEV", "DIESEL"}, {"spare", "SPARE_FULL", "SPARE_KIT"}} {
		b.Family(config.FamilySpec{Code: f[0]})
		b.Option(config.OptionSpec{Family: f[0], Code: f[1], Defaults: []config.Default{{}}})
		b.Option(config.OptionSpec{Family: f[0], Code: f[2]})
	}
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{ID: "R-CHS-020", Source: "BEV requires SPARE_KIT"})
	set, err := r.Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(ctx, set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	_, err = session.Defaults(ctx, space)
	fmt.Println(len(err.(*session.DefaultsError).Defaults), "defaults contradict each other, for:")
	fmt.Println(err.(*session.DefaultsError).Explanation)
	// Output:
	// 2 defaults contradict each other, for:
	// R-CHS-020: BEV requires SPARE_KIT
	// family spare takes exactly one option
}

func ExampleDerivation() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("BEV"))
	why, _, err := s.Why(ctx, option("TERRA"))
	if err != nil {
		log.Fatal(err)
	}
	how, err := why.Derivation(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(how)
	// Output:
	// suppose TERRA:
	//   BEV demands SPARE_KIT by R-CHS-020
	//   TERRA demands SPARE_FULL by R-CHS-022
	//   SPARE_FULL and SPARE_KIT break family spare
	// so no TERRA
}

// Which demands a derivation uses, in which order.
func ExampleInference() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("BEV"))
	why, _, err := s.Why(ctx, option("ROAD"))
	if err != nil {
		log.Fatal(err)
	}
	how, err := why.Derivation(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range how.Steps {
		fmt.Println(i.Cause.Kind, i.Broken, len(i.From))
	}
	// Output:
	// family false 1
	// rule false 1
	// family false 1
	// rule true 2
}

// A saved session on a release that has another rule.
func ExampleMisfit() {
	s, option := start(session.Config{})
	_, _ = s.Choose(ctx, option("DIESEL"))
	_, _ = s.Choose(ctx, option("TERRA"))
	text, err := s.AppendJSON(nil)
	if err != nil {
		log.Fatal(err)
	}
	old := s.Space().Rules()
	r := rules.NewBuilder(old.Catalog())
	r.Add(rules.RuleSpec{ID: "R-CHS-031", Source: "DIESEL requires ROAD"})
	set, _ := r.Build()
	space, _ := solver.Compile(ctx, set, config.Point{}, solver.Config{})
	_, misfits, err := session.Restore(ctx, space, session.Config{}, "draft.json", bytes.NewReader(text))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(misfits[0])
	// Output:
	// draft.json:1:171: TERRA was chosen, but TERRA is impossible:
	//   you chose DIESEL
	//   R-CHS-031: DIESEL requires ROAD
	//   family tyres takes exactly one option
}
