package fit_test

import (
	"fmt"
	"log"
	"math/rand/v2"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/fit"
)

// van returns a space of vans: three engines, two gearboxes, a tow bar and two markets.
func van() *solver.Space {
	b := config.NewBuilder("van")
	for _, f := range []struct {
		code    string
		options []string
	}{
		{"engine", []string{"PETROL", "DIESEL", "BEV"}}, {"gearbox", []string{"MANUAL", "AUTO"}}, {"market", []string{"EU", "US"}},
	} {
		b.Family(config.FamilySpec{Code: f.code})
		for _, code := range f.options {
			b.Option(config.OptionSpec{Family: f.code, Code: code})
		}
	}
	b.Family(config.FamilySpec{Code: "towing", Select: config.Optional})
	b.Option(config.OptionSpec{Family: "towing", Code: "TOWBAR"})
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{ID: "R-1", Source: "BEV requires AUTO"})
	r.Add(rules.RuleSpec{ID: "R-2", Source: "BEV excludes TOWBAR", Reason: "The battery is in the way."})
	set, err := r.Build()
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(background, set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	return space
}

// share returns a target: condition, or condition and given.
func share(space *solver.Space, percent int64, conditions ...string) fit.Target {
	var es []rules.Expr
	for _, text := range append(conditions, "") {
		e, err := rules.Parse(space.Catalog(), text)
		if err != nil && text != "" {
			log.Fatal(err)
		}
		es = append(es, e)
	}
	share, err := config.NewDecimal(percent).Quo(config.NewDecimal(100))
	if err != nil {
		log.Fatal(err)
	}
	return fit.Target{Condition: es[0], Given: es[1], Share: share}
}

func ExampleFind() {
	space := van()
	targets := []fit.Target{share(space, 30, "BEV"), share(space, 75, "AUTO"), share(space, 60, "EU"), share(space, 40, "BEV", "EU")}
	mix, _, err := fit.Find(background, space, targets)
	if err != nil {
		log.Fatal(err)
	}
	shares, err := mix.Shares(background, nil)
	if err != nil {
		log.Fatal(err)
	}
	for o, share := range shares {
		fmt.Printf("%-6s %5.1f %%\n", space.Catalog().Code(config.OptionID(o)), 100*share)
	}
	// Output:
	// PETROL  35.0 %
	// DIESEL  35.0 %
	// BEV     30.0 %
	// MANUAL  25.0 %
	// AUTO    75.0 %
	// EU      60.0 %
	// US      40.0 %
	// TOWBAR  35.0 %
}

func ExampleMix() {
	space := van()
	mix, _, err := fit.Find(background, space, []fit.Target{share(space, 20, "BEV")})
	if err != nil {
		log.Fatal(err)
	}
	towing, err := mix.Space().ConditionShares(background, nil, []rules.Expr{share(space, 0, "TOWBAR").Condition}, mix.Weights())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v is %.3f, then TOWBAR is %.2f\n", mix.Targets()[0].Condition, mix.Met()[0], towing[0])
	// Output:
	// BEV is 0.200, then TOWBAR is 0.40
}

func ExampleTarget() {
	fmt.Println(share(van(), 40, "BEV", "EU"))
	// Output: BEV 40 % of EU
}

func ExampleConflict() {
	space := van()
	_, conflicts, err := fit.Find(background, space, []fit.Target{share(space, 60, "BEV"), share(space, 70, "EU"), share(space, 50, "TOWBAR")})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range conflicts {
		fmt.Println(c)
	}
	// Output:
	// BEV 60 % and TOWBAR 50 % cannot both hold: BEV + TOWBAR is at most 100 %, not 110 %; while the others hold, BEV 0 to 50 % and TOWBAR 0 to 40 % is possible
	// R-2: BEV excludes TOWBAR (The battery is in the way.)
}

func ExampleInterval() {
	fmt.Println(fit.Interval{Least: 0.1, Greatest: 0.25})
	// Output: 10 to 25 %
}

func ExampleRead() {
	_, err := fit.Read(van().Catalog(), "take.csv", strings.NewReader("condition,given,share\nBEV,EU,40 %\nDIESL,EU,0.7\n"))
	fmt.Println(err)
	// Output:
	// take.csv:3:1: unknown code DIESL
	//     DIESL,EU,0.7
	//     ^^^^^
	//     did you mean DIESEL?
}

func ExampleBook() {
	space := van()
	mix, _, err := fit.Find(background, space, []fit.Target{share(space, 90, "BEV"), share(space, 80, "EU")})
	if err != nil {
		log.Fatal(err)
	}
	monday := config.Point{Date: config.NewDate(2026, 11, 2)}
	orders, err := mix.Orders(background, rand.New(rand.NewPCG(1, 1)), fit.Book{Prefix: "O-", Point: monday, PerDay: 2})
	if err != nil {
		log.Fatal(err)
	}
	for o := range orders {
		fmt.Println(o.ID, o.Date, o.Options)
		if o.ID == "O-000003" {
			break
		}
	}
	// Output:
	// O-000001 2026-11-02 [BEV AUTO EU]
	// O-000002 2026-11-02 [BEV AUTO EU]
	// O-000003 2026-11-03 [BEV AUTO EU]
}
