package source

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxExcerpt is the greatest number of characters that an excerpt shows: a
// longer line is cut to a window around the caret.
const maxExcerpt = 100

// Within returns a defect of width bytes from a byte offset of the file.
func (f *File) Within(offset, width int, msg, hint string) Defect {
	return f.Defect(offset, runes(f.Text, offset, width), msg, hint)
}

// runes returns the number of characters in the width bytes from byte i of a
// text, at least one.
func runes[T string | []byte](text T, i, width int) int {
	i = min(max(i, 0), len(text))
	return max(1, utf8.RuneCountInString(string(text[i:min(i+width, len(text))])))
}

// Defect returns a defect at a byte offset of the file. The caret underlines
// width runes from there, as far as the line goes. The cost does not depend on
// the length of the line.
func (f *File) Defect(offset, width int, msg, hint string) Defect {
	offset = min(max(offset, 0), len(f.Text))
	left, cutLeft := f.before(offset)
	left = []rune(strings.TrimLeft(string(left), " "))
	right, cutRight := f.after(offset)
	if len(left)+len(right) > maxExcerpt {
		keep := max(maxExcerpt/2, maxExcerpt-len(right))
		if len(left) > keep {
			left, cutLeft = left[len(left)-keep:], true
		}
		if keep = maxExcerpt - len(left); len(right) > keep {
			right, cutRight = right[:keep], true
		}
	}
	if cutLeft {
		left = slices.Insert(left, 0, '…')
	}
	d := Defect{Place: f.Place(offset), Msg: msg, Hint: hint, Caret: len(left)}
	d.Width = min(max(width, 1), max(len(right), 1))
	d.Excerpt = string(left) + string(right)
	if cutRight {
		d.Excerpt += "…"
	} else if trimmed := strings.TrimRight(d.Excerpt, " "); utf8.RuneCountInString(trimmed) > d.Caret {
		d.Excerpt = trimmed
	}
	return d
}

// before returns up to maxExcerpt characters of the line before an offset, and
// whether there are more.
func (f *File) before(offset int) (text []rune, more bool) {
	for offset > 0 && f.Text[offset-1] != '\n' {
		if len(text) == maxExcerpt {
			slices.Reverse(text)
			return text, true
		}
		r, size := utf8.DecodeLastRune(f.Text[:offset])
		text = append(text, visible(r))
		offset -= size
	}
	slices.Reverse(text)
	return text, false
}

// after returns up to maxExcerpt characters of the line from an offset, and
// whether there are more.
func (f *File) after(offset int) (text []rune, more bool) {
	for offset < len(f.Text) && f.Text[offset] != '\n' {
		if len(text) == maxExcerpt {
			return text, true
		}
		r, size := utf8.DecodeRune(f.Text[offset:])
		text = append(text, visible(r))
		offset += size
	}
	return text, false
}

// visible replaces tabs and control characters, which would move the caret.
func visible(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// Whole returns a defect of the file as a whole, without line and excerpt.
func (f *File) Whole(msg, hint string) Defect {
	return Defect{Place: Place{File: f.Name}, Msg: msg, Hint: hint}
}

// Locate adds the excerpt and caret to a defect of this file that has only a
// place, for checks that no longer have the text. It returns other defects
// as they are.
func (f *File) Locate(d Defect) Defect {
	if d.Place.File != f.Name || !d.Place.IsValid() || d.Excerpt != "" {
		return d
	}
	located := f.Defect(f.Offset(d.Place.Line, d.Place.Column), d.Width, d.Msg, d.Hint)
	located.Cause, located.Follows, located.more = d.Cause, d.Follows, d.more
	return located
}
