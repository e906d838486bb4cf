package uvl

import (
	"strconv"

	"github.com/confspace/confspace/config"
)

// maxValueDepth bounds the nesting of attributes and lists.
const maxValueDepth = 100

// attributes reads {…} of a feature. After a defect the rest of the braces is skipped: the line ends with them.
func (c *cursor) attributes(f *feature) {
	open := c.take()
	if !c.attributeList(f, open, "", 0) {
		c.next = len(c.tokens)
	}
}

// attributeList reads a, b, …} behind the brace open; prefix is the name of the attribute that
// holds the list, with a dot; depth is the number of attributes and lists around it.
func (c *cursor) attributeList(f *feature, open token, prefix string, depth int) bool {
	if depth > maxValueDepth {
		c.fail(open, "attributes are nested too deeply", "")
		return false
	}
	if c.accept("}") {
		return true
	}
	for {
		if !c.attribute(f, prefix, depth) {
			return false
		}
		if c.accept("}") {
			return true
		}
		if !c.accept(",") {
			c.expected("a comma or }", "")
			return false
		}
	}
}

func (c *cursor) attribute(f *feature, prefix string, depth int) bool {
	if t := c.peek(); c.accept("constraint") {
		if depth > 0 {
			c.fail(t, "a constraint inside a nested attribute", "constraints stand directly in the braces of a feature")
			return false
		}
		return c.constraintAttribute(f)
	}
	if t := c.peek(); c.accept("constraints") {
		if depth > 0 {
			c.fail(t, "constraints inside a nested attribute", "constraints stand directly in the braces of a feature")
			return false
		}
		return c.constraintList(f)
	}
	t := c.peek()
	key, ok := c.segment(t, "an attribute")
	if !ok {
		return false
	}
	c.take()
	a := &attribute{name: prefix + key, token: t}
	if f.named[a.name] {
		c.fail(t, "the attribute "+a.name+" stands twice", "")
	} else {
		f.add(a)
	}
	return c.value(f, a, depth)
}

func (c *cursor) constraintAttribute(f *feature) bool {
	e := c.constraint()
	if e == nil {
		return false
	}
	f.constraints = append(f.constraints, e)
	return true
}

// constraintList reads [e, …] after constraints.
func (c *cursor) constraintList(f *feature) bool {
	if !c.accept("[") {
		c.expected("[", "constraints [a => b, c => d]; a single one is constraint a => b")
		return false
	}
	if c.accept("]") {
		return true
	}
	for c.constraintAttribute(f) {
		if c.accept("]") {
			return true
		}
		if !c.accept(",") {
			c.expected("a comma or ]", "")
			return false
		}
	}
	return false
}

func (f *feature) add(a *attribute) {
	if f.named == nil {
		f.named = map[string]bool{}
	}
	f.named[a.name] = true
	f.attributes = append(f.attributes, a)
}

// value reads the value of a, if it has one; depth is the number of attributes and
// lists around it.
func (c *cursor) value(f *feature, a *attribute, depth int) bool {
	t := c.peek()
	switch {
	case c.is(t, ",") || c.is(t, "}"):
		return true // a flag
	case c.is(t, "true") || c.is(t, "false"):
		a.kind = boolean
		c.take()
	case t.kind == stringToken || t.kind == quotedToken:
		a.kind = textual
		c.take()
	case t.kind == numberToken || c.is(t, "-"):
		var ok bool
		a.kind = numeric
		a.value, ok = c.signed()
		return ok
	case c.is(t, "{"):
		c.take()
		a.kind = nested
		return c.attributeList(f, t, a.name+".", depth+1)
	case c.is(t, "["):
		return c.vector(a, depth)
	default:
		c.expected("the value of "+a.name, "a number, true, false, 'a string', {…} or […]")
		return false
	}
	return true
}

// vector reads [v, …]. A constraint cannot name an element, so the elements are read for their
// defects alone.
func (c *cursor) vector(a *attribute, depth int) bool {
	open := c.take()
	a.kind = vector
	if depth >= maxValueDepth {
		c.fail(open, "lists are nested too deeply", "")
		return false
	}
	if c.accept("]") {
		return true
	}
	for {
		element, owner := &attribute{name: a.name}, &feature{}
		if c.is(c.peek(), ",") || c.is(c.peek(), "]") {
			c.expected("an element of the list", "")
			return false
		}
		if !c.value(owner, element, depth+1) {
			return false
		}
		if c.accept("]") {
			return true
		}
		if !c.accept(",") {
			c.expected("a comma or ]", "")
			return false
		}
	}
}

// signed reads a number with an optional minus; .5 is 0.5.
func (c *cursor) signed() (config.Decimal, bool) {
	from := c.peek()
	c.accept("-")
	t := c.peek()
	if t.kind != numberToken {
		c.expected("a number", "a minus stands between two values, or before digits: 0 - A.Price")
		return config.Decimal{}, false
	}
	c.take()
	if t.len > maxShown {
		c.fail(t, "a number of "+strconv.Itoa(int(t.len))+" characters", "at most "+strconv.Itoa(config.MaxDigits)+" digits are exact here")
		return config.Decimal{}, false
	}
	digits := c.text(t)
	if digits[0] == '.' {
		digits = "0" + digits
	}
	d, err := config.ParseDecimal(digits)
	if err != nil {
		c.fail(union(from, t), err.Error(), "")
		return d, false
	}
	if from != t {
		d = d.Neg()
	}
	return d, true
}
