package fit

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/confspace/confspace/config"
)

// String says in the user's words why the targets are impossible, in a line, and then the causes, a line each:
//
//	BEV 60 % and TOWBAR 50 % cannot both hold: BEV + TOWBAR is at most 100 %, not 110 %; while the others hold, BEV 0 to 50 % and TOWBAR 0 to 40 % is possible
//	BEV excludes TOWBAR (The battery is in the way.)
//
// The zero Conflict is "no conflict".
func (c Conflict) String() string {
	if len(c.Targets) == 0 || len(c.Factors) < len(c.Targets) || len(c.Possible) < len(c.Targets) {
		return "no conflict"
	}
	names := make([]string, len(c.Targets))
	for i, t := range c.Targets {
		names[i] = t.String()
	}
	var b strings.Builder
	b.WriteString(list(names))
	switch len(names) {
	case 1:
		b.WriteString(" is impossible")
	case 2:
		b.WriteString(" cannot both hold")
	default:
		b.WriteString(" cannot all hold")
	}
	if c.twice() {
		fmt.Fprintf(&b, ": %v%s has one share", c.Targets[0].Condition, c.Targets[0].among())
	} else if c.Greatest != nil && len(names) > 1 {
		b.WriteString(": " + c.sum())
	} else if !c.Without.IsZero() && len(names) > 1 {
		fmt.Fprintf(&b, " unless nothing has %v", c.Without)
	}
	if len(names) == 1 {
		fmt.Fprintf(&b, ": the share is %v%s", c.Possible[0], c.Targets[0].among())
	} else {
		for i, t := range c.Targets {
			names[i] = fmt.Sprintf("%v %v%s", t.Condition, c.Possible[i], t.among())
		}
		b.WriteString("; while the others hold, " + list(names) + " is possible")
	}
	for _, cause := range c.Causes {
		b.WriteString("\n" + cause.String())
	}
	return b.String()
}

// twice reports whether the targets are two shares of one condition.
func (c Conflict) twice() bool {
	return len(c.Targets) == 2 && c.Targets[0].Condition.String() == c.Targets[1].Condition.String() && c.Targets[0].among() == c.Targets[1].among()
}

// sum says how great the sum of the shares can be, and how great the targets ask it to be.
func (c Conflict) sum() string {
	asked, sign := config.Decimal{}, config.NewDecimal(1)
	if c.Factors[0].Sign() < 0 {
		sign = sign.Neg()
	}
	var b strings.Builder
	for i, t := range c.Targets {
		factor := c.Factors[i].Mul(sign)
		asked = asked.Add(factor.Mul(t.Share))
		switch {
		case factor.Sign() < 0:
			b.WriteString(" - ")
			factor = factor.Neg()
		case i > 0:
			b.WriteString(" + ")
		}
		if !factor.Equal(one) {
			b.WriteString(factor.String() + " ")
		}
		b.WriteString(t.Condition.String())
	}
	bound := "most"
	if sign.Sign() < 0 {
		bound = "least"
	}
	return fmt.Sprintf("%s is at %s %s%s, not %s", b.String(), bound, percent(c.Greatest.Mul(sign)), c.Targets[0].among(), percent(asked))
}

// String returns the interval as percentages: 0 to 12.5 %.
func (x Interval) String() string {
	least, greatest := rounded(x.Least), rounded(x.Greatest)
	if least == greatest {
		return least + " %"
	}
	return least + " to " + greatest + " %"
}

// rounded returns a share as a percentage with up to seven digits behind the point.
func rounded(share float64) string {
	return strconv.FormatFloat(math.Round(share*1e9)/1e7+0, 'f', -1, 64) // never -0
}

// list joins names: a, b and c.
func list(names []string) string {
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return names[0]
}
