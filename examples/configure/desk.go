package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/examples/internal/words"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/session"
)

// desk is a session whose answers are text.
type desk struct {
	session *session.Session
	out     io.Writer
}

var errQuit = errors.New("quit")

// commands are what can be asked, each with what it needs, and what it does.
var commands map[string]command

// command is what can be asked.
type command struct {
	do         func(d *desk, ctx context.Context, args []string) error
	need, does string
}

func init() { // help lists them
	commands = map[string]command{
		"choose":   {(*desk).choose, "CODE", "have an option"},
		"reject":   {(*desk).reject, "CODE", "do without an option"},
		"insist":   {(*desk).insist, "[!]CODE", "have an option, or with ! do without, and give up the fewest earlier choices"},
		"retract":  {(*desk).retract, "CODE", "take back the choice on an option"},
		"undo":     {(*desk).undo, "", "take back the last step"},
		"redo":     {(*desk).redo, "", "take back the last undo"},
		"why":      {(*desk).why, "CODE", "why an option is forced or impossible"},
		"show":     {(*desk).show, "[FAMILY]", "the families that are not settled, or the options of one"},
		"counts":   {(*desk).counts, "FAMILY", "how many configurations are left with each option of a family"},
		"range":    {(*desk).ranges, "ATTRIBUTE FAMILY", "the least and the greatest sum of an attribute with each of its options"},
		"complete": {(*desk).complete, "[ATTRIBUTE]", "the best configuration of the choices"},
		"repair":   {(*desk).repair, "[!]CODE...", "the fewest of those to change so that the others can be had"},
		"relax":    {(*desk).relax, "[!]CODE...", "the fewest rules to relax for those"},
		"save":     {(*desk).save, "FILE", "write the choices"},
		"restore":  {(*desk).restore, "FILE", "read the choices"},
		"help":     {(*desk).help, "", "the commands"},
		"quit":     {func(*desk, context.Context, []string) error { return errQuit }, "", "end the session"},
	}
}

// help prints the commands.
func (d *desk) help(context.Context, []string) error {
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		c := commands[name]
		fmt.Fprintf(d.out, "  %-22s %s\n", strings.TrimSpace(name+" "+c.need), c.does)
	}
	return nil
}

// split returns the words of a line. A word with a space or a # stands in double quotes, as a code in a
// rule, with or without a ! before them; any other # begins a comment.
func split(line string) (words []string, err error) {
	for {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			return words, nil
		}
		not := ""
		if strings.HasPrefix(line, `!"`) {
			not, line = "!", line[1:]
		}
		if line[0] == '"' {
			word, rest, ended := strings.Cut(line[1:], `"`)
			if !ended {
				return nil, errors.New(`quote without end; a quoted code ends with " on the same line`)
			}
			words, line = append(words, not+word), rest
			continue
		}
		n := strings.IndexFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '#' || r == '"' })
		if n < 0 {
			n = len(line)
		}
		words, line = append(words, line[:n]), line[n:]
	}
}

// do answers a command.
func (d *desk) do(ctx context.Context, line string) error {
	words, err := split(line)
	if err != nil || len(words) == 0 {
		return err
	}
	c, known := commands[words[0]]
	if !known {
		return unknown("command", words[0], maps.Keys(commands))
	}
	if !c.takes(len(words) - 1) {
		return fmt.Errorf("write %s", strings.TrimSpace(words[0]+" "+c.need))
	}
	return c.do(d, ctx, words[1:])
}

// takes reports whether a command can have so many words after it.
func (c command) takes(n int) bool {
	least, most := 0, 0
	for need := range strings.FieldsSeq(c.need) {
		if most++; !strings.HasSuffix(need, "]") {
			least++
		}
	}
	return least <= n && (n <= most || strings.HasSuffix(c.need, "..."))
}

// unknown returns the error of a name that there is not.
func unknown(what, name string, known iter.Seq[string]) error {
	if name == "" {
		return fmt.Errorf("the name of a %s is empty", what)
	}
	err := fmt.Sprintf("unknown %s %s", what, name)
	if hint := source.DidYouMean(name, known); hint != "" {
		err += "; " + hint
	}
	return errors.New(err)
}

func (d *desk) catalog() *config.Catalog { return d.session.Space().Catalog() }

// option returns an option by its code.
func (d *desk) option(code string) (config.OptionID, error) {
	if code == "" {
		return 0, errors.New("the code of an option is empty")
	}
	o, ok := d.catalog().LookupOption(code)
	if !ok {
		return 0, unknown("option", code, d.catalog().Codes())
	}
	return o, nil
}

// wish returns what a code says of its option: to have it, or with ! before it to do without.
func (d *desk) wish(code string) (c session.Choice, err error) {
	bare, not := strings.CutPrefix(code, "!")
	if _, is := d.catalog().LookupOption(code); is {
		bare, not = code, false
	}
	c.Chosen = !not
	c.Option, err = d.option(bare)
	return c, err
}

// family returns a family by its code.
func (d *desk) family(command, code string) (config.Family, error) {
	cat := d.catalog()
	if f, ok := cat.LookupFamily(code); ok {
		return cat.Family(f), nil
	}
	if o, is := cat.LookupOption(code); is {
		return config.Family{}, fmt.Errorf("%s is an option; write %s %s for its family", code, command, cat.Family(cat.Option(o).Family).Code)
	}
	return config.Family{}, unknown("family", code, func(yield func(string) bool) {
		for f := range config.FamilyID(cat.NumFamilies()) {
			if !yield(cat.Family(f).Code) {
				return
			}
		}
	})
}

// name returns an option's code and name.
func (d *desk) name(o config.OptionID) string { return d.catalog().Option(o).String() }

func (d *desk) choose(ctx context.Context, args []string) error {
	return d.step(ctx, args, d.session.Choose)
}

func (d *desk) reject(ctx context.Context, args []string) error {
	return d.step(ctx, args, d.session.Reject)
}

func (d *desk) retract(ctx context.Context, args []string) error {
	return d.step(ctx, args, d.session.Retract)
}

func (d *desk) insist(ctx context.Context, args []string) error {
	c, err := d.wish(args[0])
	if err != nil {
		return err
	}
	step, err := d.session.Insist(ctx, c)
	if err != nil {
		return err
	}
	return d.tell(ctx, step)
}

// step makes a step with an option.
func (d *desk) step(ctx context.Context, args []string, do func(context.Context, config.OptionID) (session.Step, error)) error {
	o, err := d.option(args[0])
	if err != nil {
		return err
	}
	step, err := do(ctx, o)
	if err != nil {
		return err
	}
	return d.tell(ctx, step)
}

func (d *desk) undo(ctx context.Context, _ []string) error {
	step, ok := d.session.Undo()
	if !ok {
		return errors.New("there is no step to undo")
	}
	return d.tell(ctx, step)
}

func (d *desk) redo(ctx context.Context, _ []string) error {
	step, ok := d.session.Redo()
	if !ok {
		return errors.New("there is no step to redo")
	}
	return d.tell(ctx, step)
}

// tell prints what a step did, and how many configurations are left.
func (d *desk) tell(ctx context.Context, step session.Step) error {
	if step.Refused {
		return d.explain(ctx, step.Why)
	}
	for _, c := range step.GivenUp {
		fmt.Fprintf(d.out, "  given up: %s\n", d.name(c.Option))
	}
	of := make(map[session.State][]string)
	for _, c := range step.Changes {
		of[c.After] = append(of[c.After], d.catalog().Code(c.Option))
	}
	for _, s := range []session.State{session.Chosen, session.Rejected, session.Forced, session.Impossible, session.Open} {
		d.list(s.String(), of[s])
	}
	return d.count(ctx)
}

// list prints some codes, or how many there are.
func (d *desk) list(what string, codes []string) {
	const most = 8
	if len(codes) == 0 {
		return
	}
	more := ""
	if n := len(codes) - most; n > 0 {
		codes, more = codes[:most], fmt.Sprintf(" and %d more", n)
	}
	fmt.Fprintf(d.out, "  %-10s %s%s\n", what, strings.Join(codes, " "), more)
}

// count prints how many configurations are left.
func (d *desk) count(ctx context.Context) error {
	n, err := d.session.View().Count(ctx, nil)
	if errors.Is(err, solver.ErrNoCircuit) {
		return nil
	} else if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "  %v left\n", n)
	return nil
}

func (d *desk) why(ctx context.Context, args []string) error {
	o, err := d.option(args[0])
	if err != nil {
		return err
	}
	why, decided, err := d.session.Why(ctx, o)
	if err != nil {
		return err
	}
	switch state := d.session.State(o); {
	case !decided && state == session.Chosen:
		fmt.Fprintf(d.out, "  you chose %s\n", d.name(o))
		return nil
	case !decided && state == session.Rejected:
		fmt.Fprintf(d.out, "  you rejected %s\n", d.name(o))
		return nil
	case !decided:
		fmt.Fprintf(d.out, "  %s can be had, and can be lacked\n", d.name(o))
		return nil
	}
	return d.explain(ctx, why)
}

// explain prints a reason, and how it follows.
func (d *desk) explain(ctx context.Context, why session.Reason) error {
	d.print("  ", why)
	how, err := why.Derivation(ctx)
	if err != nil {
		return err
	}
	if how.GaveUp {
		fmt.Fprintln(d.out, "  how that follows takes too many steps to be shown")
		return nil
	}
	fmt.Fprintln(d.out, "  since")
	d.print("    ", how)
	return nil
}

// print prints a text of several lines, each after an indent.
func (d *desk) print(indent string, text fmt.Stringer) {
	fmt.Fprintln(d.out, indent+strings.ReplaceAll(text.String(), "\n", "\n"+indent))
}

// show prints the families that are not settled, or the options of one.
func (d *desk) show(_ context.Context, args []string) error {
	cat := d.catalog()
	if len(args) == 1 {
		f, err := d.family("show", args[0])
		for _, o := range f.Options {
			fmt.Fprintf(d.out, "  %-10v %s\n", d.session.State(o), d.name(o))
		}
		return err
	}
	settled := 0
	for f := range config.FamilyID(cat.NumFamilies()) {
		n := d.session.Need(f)
		switch {
		case n.Settled():
			settled++
		case n.Missing() > 0:
			fmt.Fprintf(d.out, "  %s needs %d of %d\n", cat.Family(f).Code, n.Missing(), n.Open)
		default:
			fmt.Fprintf(d.out, "  %s may have more, open: %d\n", cat.Family(f).Code, n.Open)
		}
	}
	fmt.Fprintf(d.out, "  %d of %d families are settled\n", settled, cat.NumFamilies())
	return nil
}

// counts prints how many configurations are left with each option of a family, and which share of all
// that are left that is.
func (d *desk) counts(ctx context.Context, args []string) error {
	f, err := d.family("counts", args[0])
	if err != nil {
		return err
	}
	all, err := d.session.View().Count(ctx, nil)
	if err != nil {
		return err
	}
	counts, err := d.session.View().Counts(ctx, nil)
	if err != nil {
		return err
	}
	for _, o := range f.Options {
		n := &counts[o]
		share, _ := new(big.Rat).SetFrac(n, all).Float64() // a session has configurations left
		line := fmt.Sprintf("%v left", n)
		if percent := words.Percent(n, share, " of all"); percent != "" {
			line += ", " + percent
		}
		fmt.Fprintf(d.out, "  %-10v %s: %s\n", d.session.State(o), d.name(o), line)
	}
	return nil
}

// ranges prints the least and the greatest sum of an attribute with each option of a family.
func (d *desk) ranges(ctx context.Context, args []string) error {
	f, err := d.family("range "+args[0], args[1])
	if err != nil {
		return err
	}
	sum, err := solver.AttributeObjective(d.catalog(), args[0])
	if err != nil {
		return err
	}
	ranges, err := d.session.View().Ranges(ctx, nil, sum)
	if err != nil {
		return err
	}
	for _, o := range f.Options {
		fmt.Fprintf(d.out, "  %-10v %s", d.session.State(o), d.name(o))
		if r := ranges[o]; r.Possible {
			fmt.Fprintf(d.out, ": %v to %v", r.Least, r.Greatest)
		}
		fmt.Fprintln(d.out)
	}
	return nil
}

// complete prints the best configuration of the choices.
func (d *desk) complete(ctx context.Context, args []string) error {
	cat := d.catalog()
	var best *solver.Objective
	var err error
	if len(args) == 1 {
		best, err = solver.AttributeObjective(cat, args[0])
	} else {
		best, err = session.Defaults(ctx, d.session.Space())
	}
	if err != nil {
		return err
	}
	goals := []*solver.Objective{best, session.Fewest(cat)}
	for c, err := range d.session.Completions(ctx, goals...) {
		if err != nil {
			return err
		}
		d.order(c.Selection)
		if len(args) == 1 {
			fmt.Fprintf(d.out, "  %s: %v\n", args[0], c.Values[0])
		}
		break
	}
	return nil
}

// order prints the options of a configuration.
func (d *desk) order(sel *config.Selection) {
	codes := d.catalog().Order(sel).Options
	for part := range slices.Chunk(codes, 12) {
		fmt.Fprintln(d.out, "  "+strings.Join(part, " "))
	}
}

// ways is how many repairs and relaxations are printed.
const ways = 3

// repair prints the fewest options to leave out so that the others can be had.
func (d *desk) repair(ctx context.Context, args []string) error {
	return d.together(ctx, args, func(e *solver.Explainer, sel *config.Selection) error {
		n := 0
		for r, err := range e.Repairs(ctx, sel, solver.Repairing{}) {
			if err != nil || n == ways {
				return err
			}
			n++
			codes := make([]string, len(r.Changed))
			for k, o := range r.Changed {
				if codes[k] = d.catalog().Code(o); sel.State(o) == config.Rejected {
					codes[k] = "!" + codes[k]
				}
			}
			fmt.Fprintf(d.out, "  without %s\n", strings.Join(codes, " "))
		}
		return nil
	})
}

// relax prints the fewest rules to relax so that the options can be had.
func (d *desk) relax(ctx context.Context, args []string) error {
	return d.together(ctx, args, func(e *solver.Explainer, sel *config.Selection) error {
		n := 0
		for r, err := range e.Relaxations(ctx, sel, nil) {
			if err != nil || n == ways {
				return err
			}
			n++
			for k, c := range r.Causes {
				word := "without"
				if k > 0 {
					word = "    and"
				}
				fmt.Fprintf(d.out, "  %s %v\n", word, c)
			}
		}
		if n == 0 {
			fmt.Fprintln(d.out, "  the catalog alone rules them out")
		}
		return nil
	})
}

// together asks why some options cannot be had together, if they cannot.
func (d *desk) together(ctx context.Context, codes []string, ask func(e *solver.Explainer, sel *config.Selection) error) error {
	sel := d.catalog().NewSelection()
	for _, code := range codes {
		c, err := d.wish(code)
		if err != nil {
			return err
		}
		switch {
		case sel.State(c.Option) != config.Open && sel.IsChosen(c.Option) != c.Chosen:
			return fmt.Errorf("%s stands there with and without !; keep one of the two", d.catalog().Code(c.Option))
		case c.Chosen:
			sel.Choose(c.Option)
		default:
			sel.Reject(c.Option)
		}
	}
	space := d.session.Space()
	if fine, err := space.Given(sel).Possible(ctx, rules.True(d.catalog())); err != nil {
		return err
	} else if fine {
		fmt.Fprintln(d.out, "  they can be had together")
		return nil
	}
	e, err := space.Explainer(ctx)
	if err != nil {
		return err
	}
	return ask(e, sel)
}

func (d *desk) save(_ context.Context, args []string) error {
	text, err := d.session.AppendJSON(nil)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], append(text, '\n'), 0o666)
}

func (d *desk) restore(ctx context.Context, args []string) error {
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	s, misfits, err := session.Restore(ctx, d.session.Space(), session.Config{}, args[0], file)
	if err != nil {
		return err
	}
	d.session = s
	for _, m := range misfits {
		d.print("  ", m)
	}
	return d.count(ctx)
}
