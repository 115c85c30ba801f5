/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures of the picture, in pixels. The font is monospaced, so that the width of text is known. */
#pragma once

#define CHARACTER_WIDTH 6.7 /* of the font of 11 pixels */
#define TITLE_SCALE 1.1     /* titles are larger by this */
#define LONGEST_TEXT 26     /* characters; the rest is cut, and shown under the pointer */
#define PADDING 8.0
#define TITLE_HEIGHT 24.0
#define LINE_HEIGHT 16.0
#define GAP 18.0        /* between nodes of a column */
#define COLUMN_GAP 64.0 /* for curves */
#define MARGIN 32.0
#define HEADING 48.0 /* for the title of the picture */
#define LEGEND 56.0
#define LEAST_WIDTH 940.0
