package dimacs

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// MaxOptions is the largest number of variables of a formula that [Formula.Set]
// makes rules of: options have codes and are looked up by them, which takes
// about a kilobyte for each while the catalog is built.
const MaxOptions = 1 << 20

// Set returns the formula as rules: its variables as the options of one family
// that takes any number, in order, so that variable v is option v-1; and its
// clauses as rules "clause 1", "clause 2" and so on, each with its place in the
// file. The configurations of the set are the models of the formula over all its
// variables, mentioned or not.
//
// The code of an option is the variable's name, or its number when it has no name
// or the name cannot be a code. A name that is taken already gets #v appended.
//
// The error is a formula of more than [MaxOptions] variables. Time and memory are
// linear.
func (f *Formula) Set() (*rules.Set, error) {
	if f.vars > MaxOptions {
		return nil, fmt.Errorf("%sthe formula has %d variables, rules are on at most %d options", f.prefix(), f.vars, MaxOptions)
	}
	cat, err := f.catalog()
	if err != nil {
		return nil, err
	}
	literals := make([]rules.Expr, 2*f.vars)
	literal := func(l int32) rules.Expr { // many formulas mention only few of their variables
		v := max(l, -l) - 1
		positive, negative := &literals[2*v], &literals[2*v+1]
		if positive.IsZero() {
			*positive = rules.Option(cat, config.OptionID(v))
		}
		if l > 0 {
			return *positive
		}
		if negative.IsZero() {
			*negative = rules.Not(*positive)
		}
		return *negative
	}
	b := rules.NewBuilder(cat)
	var lits []rules.Expr
	for i := range f.NumClauses() {
		lits = lits[:0]
		for _, l := range f.Clause(i) {
			lits = append(lits, literal(l))
		}
		clause := rules.False(cat)
		if len(lits) > 0 {
			clause = rules.Or(lits...)
		}
		b.Add(rules.RuleSpec{ID: "clause " + strconv.Itoa(i+1), Expr: clause, Place: f.Position(i)})
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
	for v := 1; v <= f.vars; v++ {
		if number, name := strconv.Itoa(v), f.Name(v); name == number || name == "" || !isCode(name) {
			codes[v-1] = number
		}
	}
	names := make(map[string]bool)
	taken := func(code string) bool {
		v, err := strconv.Atoi(code)
		return names[code] || err == nil && 0 < v && v <= f.vars && codes[v-1] == code
	}
	claim := func(i int, code, more string) {
		for taken(code) {
			code += more
		}
		names[code] = true
		codes[i] = code
	}
	for v := 1; v <= f.vars; v++ {
		if codes[v-1] == "" {
			claim(v-1, f.Name(v), fmt.Sprintf("#%d", v))
		}
	}
	claim(f.vars, "variables", "'")
	return codes
}

// prefix begins an error with the file, if there is one.
func (f *Formula) prefix() string {
	if f.file == "" {
		return ""
	}
	return f.file + ": "
}

// isCode reports whether a name can be an option code with a number appended.
func isCode(name string) bool {
	if len(name) > config.MaxCode-len("#1048576") || !utf8.ValidString(name) {
		return false
	}
	for _, r := range name {
		if !unicode.IsPrint(r) || r == '"' {
			return false
		}
	}
	return true
}
