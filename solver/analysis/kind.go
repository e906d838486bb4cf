package analysis

import "github.com/confspace/confspace/config/source"

// Kind is the kind of a finding.
type Kind uint8

// The kinds, in the order of a Report.
const (
	// Contradiction: nothing can be built. Its Causes are the demands that contradict each
	// other, its Rules those each of which could be left out so that something could be
	// built: alone, or of several contradictions beside the rules of the others. If there are none
	// its place is that of the first rule among the causes. No two contradictions have a rule in
	// common, and there is no other one without a rule of these. One without causes could not be
	// explained before the budget was exhausted.
	Contradiction Kind = iota + 1
	// DeadOption: no configuration has an option that is in force. Options below another dead
	// option are More of that finding.
	DeadOption
	// IdleRule: a rule never fires. Of a rule A => B the premise A never holds under the other
	// rules, of a rule !(A & B) one of the two; of a table all rows are like that.
	IdleRule
	// RedundantRule: the other rules and the catalog together say what a rule says. Its Causes
	// are those that do; there are none if the rule always holds.
	RedundantRule
	// CoreOption: every configuration has an option that the catalog alone leaves open. Options
	// of which the catalog alone then says the same are More of that finding.
	CoreOption
	// FalseOptional: a family need not take an option, and yet takes one in every
	// configuration that has its parent, not always the same.
	FalseOptional
	// EquivalentOptions: each configuration has all of some options or none, although the
	// catalog alone does not say so. Options that all or no configurations have are left out.
	EquivalentOptions
	// LongRule: the condition of a rule that is not redundant can be shorter and means the same
	// under the other rules, but those before it that can be shorter: so all shorter
	// conditions can be taken together, if every rule stays.
	// Tables, and conditions of more than 100 parts, are not looked at, and a condition whose
	// text would be as long as that of the rule is left out.
	LongRule
	// Together: two rules or more together force what none of them alone forces with the
	// catalog: that two options exclude each other, or that one requires another. See
	// [Consequence]. Those with most rules come first.
	Together
	// Chain: an option is between others. Some require it by one rule each, and it requires or
	// excludes others by one rule each, so that the former require or exclude the latter, which no
	// rule says alone. Its Options is the option between. A chain of more steps is not listed, nor
	// is one of which two steps are a consequence that is listed at another option.
	Chain
)

var kindWords = source.Words[Kind]{What: "a kind of finding about rules", Texts: []string{
	"none", Contradiction: "contradiction", DeadOption: "dead_option", IdleRule: "idle_rule", RedundantRule: "redundant_rule",
	CoreOption: "core_option", FalseOptional: "false_optional", EquivalentOptions: "equivalent_options", LongRule: "long_rule", Together: "together", Chain: "chain",
}}

// kindTexts say what each kind means.
var kindTexts = [...]string{
	Contradiction:     "Nothing can be built.",
	DeadOption:        "No configuration has the option.",
	IdleRule:          "A rule never fires.",
	RedundantRule:     "The other rules and the catalog say what a rule says.",
	CoreOption:        "Every configuration has the option.",
	FalseOptional:     "A family that may stay empty never does.",
	EquivalentOptions: "Options come only together.",
	LongRule:          "A shorter condition means the same under the other rules.",
	Together:          "Rules together force what none of them forces alone.",
	Chain:             "Two rules force, by an option between, what no rule forces alone.",
}

// Kinds returns all kinds, in the order of a Report. The caller owns the slice.
func Kinds() []Kind {
	var all []Kind
	for k := range kindWords.Texts[1:] {
		all = append(all, Kind(k+1))
	}
	return all
}

// String returns the name of the constant in lower case, such as "dead_option"; zero is "none".
func (k Kind) String() string { return kindWords.String(k) }

// Meaning returns a sentence that says what was found; it is empty for no kind.
func (k Kind) Meaning() string {
	if int(k) < len(kindTexts) {
		return kindTexts[k]
	}
	return ""
}

// MarshalText returns String; a number that is not one of them is an error.
func (k Kind) MarshalText() ([]byte, error) { return kindWords.Append(nil, k) }

// UnmarshalText reads what MarshalText writes.
func (k *Kind) UnmarshalText(text []byte) error { return kindWords.Set(k, text) }
