package dimacs

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// Set returns the formula as rules: its variables as the options of one family
// of which any number is taken, in order, so that variable v is option v-1; and
// its clauses as rules "clause 1", "clause 2" and so on, each with its place in
// the file. The configurations of the set are the models of the formula over all
// its variables, mentioned or not.
//
// The code of an option is the variable's name, or its number when it has none or
// one that cannot be a code. A name that is taken already gets #v appended.
func (f *Formula) Set() (*rules.Set, error) {
	cat, err := f.catalog()
	if err != nil {
		return nil, err
	}
	options := make([]rules.Expr, 2*f.vars)
	for v := range f.vars {
		options[2*v] = rules.Option(cat, config.OptionID(v))
		options[2*v+1] = rules.Not(options[2*v])
	}
	b := rules.NewBuilder(cat)
	var lits []rules.Expr
	for i := range f.NumClauses() {
		lits = lits[:0]
		for _, l := range f.Clause(i) {
			if l > 0 {
				lits = append(lits, options[2*(l-1)])
			} else {
				lits = append(lits, options[2*(-l-1)+1])
			}
		}
		clause := rules.False(cat)
		if len(lits) > 0 {
			clause = rules.Or(lits...)
		}
		b.Add(rules.RuleSpec{ID: "clause " + strconv.Itoa(i+1), Expr: clause, Pos: f.Position(i)})
	}
	return b.Build()
}

// catalog returns the variables as options.
func (f *Formula) catalog() (*config.Catalog, error) {
	b := config.NewBuilder("formula")
	codes := f.codes()
	if f.vars > 0 {
		b.Family(config.FamilySpec{Code: codes[f.vars], Name: "Variables", Select: config.Any})
	}
	for _, code := range codes[:f.vars] {
		b.Option(config.OptionSpec{Family: codes[f.vars], Code: code})
	}
	return b.Build()
}

// codes returns an option code for each variable and then one for the family,
// no two the same. Numbers come first: a variable named "7" does not take the
// code of an unnamed variable 7.
func (f *Formula) codes() []string {
	codes := make([]string, f.vars+1)
	taken := make(map[string]bool, f.vars+1)
	claim := func(i int, code, more string) {
		for taken[code] {
			code += more
		}
		taken[code] = true
		codes[i] = code
	}
	for v := 1; v <= f.vars; v++ {
		if name := f.Name(v); name == strconv.Itoa(v) || name == "" || !isCode(name) {
			claim(v-1, strconv.Itoa(v), "")
		}
	}
	for v := 1; v <= f.vars; v++ {
		if codes[v-1] == "" {
			claim(v-1, f.Name(v), fmt.Sprintf("#%d", v))
		}
	}
	claim(f.vars, "variables", "'")
	return codes
}

// isCode reports whether a name can be an option code with a number appended.
func isCode(name string) bool {
	if len(name) > config.MaxCode-len("#4194304") || !utf8.ValidString(name) {
		return false
	}
	for _, r := range name {
		if !unicode.IsPrint(r) || r == '"' {
			return false
		}
	}
	return true
}
