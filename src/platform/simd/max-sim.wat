;; MaxSim: for each text and each part of a question, the cosine of the text's most similar piece. Sums are exact until they are rounded.
;; `npm run build:kernel` compiles this file to max-sim.binary.ts.
(module
  (import "host" "memory" (memory 1 65536 shared))

  ;; Writes to $cosine the cosines of some rows of a table with some parts, as 32-bit floats; those of the next row begin $step bytes later.
  ;; $piece: address of the 16-bit numbers of the rows. $pieces: number of rows.
  ;; $table: address of the table, with $dimensions signed 8-bit values per row. $factor: address of 1 / length of each of its rows.
  ;; $width: the dimensions, rounded up to a multiple of 32. The bytes after a row are multiplied by zeros of the parts.
  ;; $questions: address of the parts as 16-bit values, four parts at a time: 16 values of each in turn, until each has $width,
  ;; then the next four. The last group has room for four even if there are fewer. $parts: number of parts.
  ;; $partFactor: address of 1 / length of each part.
  (func (export "cosines")
    (param $piece i32) (param $pieces i32) (param $table i32) (param $dimensions i32) (param $factor i32)
    (param $width i32) (param $questions i32) (param $parts i32) (param $partFactor i32)
    (param $cosine i32) (param $step i32)
    (local $stop i32) (local $row i32) (local $at i32) (local $end i32) (local $part i32) (local $question i32)
    (local $four i32) (local $partBytes i32) (local $ahead i32) (local $aheadEnd i32)
    (local $low v128) (local $high v128) (local $length v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $stop (i32.add (local.get $piece) (i32.shl (local.get $pieces) (i32.const 1))))
    (local.set $partBytes (i32.shl (local.get $parts) (i32.const 2)))
    (block $done
      (br_if $done (i32.eqz (local.get $parts)))
      (loop $next_piece
        (br_if $done (i32.ge_u (local.get $piece) (local.get $stop)))
        ;; Rows are scattered and not cached: reads a byte of each cache line of the next sixteen at once, so that the waits overlap.
        (if (i32.ge_u (local.get $piece) (local.get $ahead)) (then
          (local.set $ahead (local.get $piece))
          (local.set $aheadEnd (i32.add (local.get $piece) (i32.const 32)))
          (if (i32.gt_u (local.get $aheadEnd) (local.get $stop)) (then (local.set $aheadEnd (local.get $stop))))
          (loop $next_ahead
            (local.set $at
              (i32.add (local.get $table) (i32.mul (i32.load16_u (local.get $ahead)) (local.get $dimensions))))
            (local.set $end (i32.add (local.get $at) (local.get $width)))
            (loop $next_line
              (drop (i32.load8_u (local.get $at)))
              (local.set $at (i32.add (local.get $at) (i32.const 64)))
              (br_if $next_line (i32.lt_u (local.get $at) (local.get $end))))
            (local.set $ahead (i32.add (local.get $ahead) (i32.const 2)))
            (br_if $next_ahead (i32.lt_u (local.get $ahead) (local.get $aheadEnd))))))
        (local.set $row
          (i32.add (local.get $table) (i32.mul (i32.load16_u (local.get $piece)) (local.get $dimensions))))
        (local.set $length
          (v128.load32_splat (i32.add (local.get $factor) (i32.shl (i32.load16_u (local.get $piece)) (i32.const 2)))))
        (local.set $end (i32.add (local.get $row) (local.get $width)))
        (local.set $four (local.get $questions))
        (local.set $part (i32.const 0))
        ;; Takes four parts at a time, so that a row is read and widened once for all of them; one, two or three at the end singly.
        (block $row_done (loop $next_parts
          (local.set $at (local.get $row))
          (local.set $a (v128.const i32x4 0 0 0 0))
          (local.set $b (v128.const i32x4 0 0 0 0))
          (if (i32.lt_u (i32.sub (local.get $partBytes) (local.get $part)) (i32.const 16)) (then
            (local.set $question
              (i32.add (local.get $four) (i32.shl (i32.and (local.get $part) (i32.const 12)) (i32.const 3))))
            (loop $next_step_of_one
              (local.set $a (i32x4.add (local.get $a) (i32x4.add
                (i32x4.dot_i16x8_s
                  (v128.load8x8_s offset=0 (local.get $at)) (v128.load offset=0 (local.get $question)))
                (i32x4.dot_i16x8_s
                  (v128.load8x8_s offset=8 (local.get $at)) (v128.load offset=16 (local.get $question))))))
              (local.set $b (i32x4.add (local.get $b) (i32x4.add
                (i32x4.dot_i16x8_s
                  (v128.load8x8_s offset=16 (local.get $at)) (v128.load offset=128 (local.get $question)))
                (i32x4.dot_i16x8_s
                  (v128.load8x8_s offset=24 (local.get $at)) (v128.load offset=144 (local.get $question))))))
              (local.set $at (i32.add (local.get $at) (i32.const 32)))
              (local.set $question (i32.add (local.get $question) (i32.const 256)))
              (br_if $next_step_of_one (i32.lt_u (local.get $at) (local.get $end))))
            (local.set $a (i32x4.add (local.get $a) (local.get $b)))
            (f32.store (i32.add (local.get $cosine) (local.get $part))
              (f32.mul
                (f32.mul
                  (f32.convert_i32_s (i32.add
                    (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
                    (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
                  (f32x4.extract_lane 0 (local.get $length)))
                (f32.load (i32.add (local.get $partFactor) (local.get $part)))))
            (local.set $part (i32.add (local.get $part) (i32.const 4)))
            (br_if $next_parts (i32.lt_u (local.get $part) (local.get $partBytes)))
            (br $row_done)))
          (local.set $question (local.get $four))
          (local.set $c (v128.const i32x4 0 0 0 0))
          (local.set $d (v128.const i32x4 0 0 0 0))
          (loop $next_step
            (local.set $low (v128.load8x8_s offset=0 (local.get $at)))
            (local.set $high (v128.load8x8_s offset=8 (local.get $at)))
            (local.set $a (i32x4.add (local.get $a) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=0 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=16 (local.get $question))))))
            (local.set $b (i32x4.add (local.get $b) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=32 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=48 (local.get $question))))))
            (local.set $c (i32x4.add (local.get $c) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=64 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=80 (local.get $question))))))
            (local.set $d (i32x4.add (local.get $d) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=96 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=112 (local.get $question))))))
            (local.set $low (v128.load8x8_s offset=16 (local.get $at)))
            (local.set $high (v128.load8x8_s offset=24 (local.get $at)))
            (local.set $a (i32x4.add (local.get $a) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=128 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=144 (local.get $question))))))
            (local.set $b (i32x4.add (local.get $b) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=160 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=176 (local.get $question))))))
            (local.set $c (i32x4.add (local.get $c) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=192 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=208 (local.get $question))))))
            (local.set $d (i32x4.add (local.get $d) (i32x4.add
              (i32x4.dot_i16x8_s (local.get $low) (v128.load offset=224 (local.get $question)))
              (i32x4.dot_i16x8_s (local.get $high) (v128.load offset=240 (local.get $question))))))
            (local.set $at (i32.add (local.get $at) (i32.const 32)))
            (local.set $question (i32.add (local.get $question) (i32.const 256)))
            (br_if $next_step (i32.lt_u (local.get $at) (local.get $end))))
          ;; Adds up the lanes of each sum: (a0+a2, b0+b2, a1+a3, b1+b3), and the same for c and d.
          (local.set $a (i32x4.add
            (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
            (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
          (local.set $c (i32x4.add
            (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
            (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
          (v128.store (i32.add (local.get $cosine) (local.get $part))
            (f32x4.mul
              (f32x4.mul
                (f32x4.convert_i32x4_s (i32x4.add
                  (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
                  (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
                (local.get $length))
              (v128.load (i32.add (local.get $partFactor) (local.get $part)))))
          (local.set $four (local.get $question))
          (local.set $part (i32.add (local.get $part) (i32.const 16)))
          (br_if $next_parts (i32.lt_u (local.get $part) (local.get $partBytes)))))
        (local.set $cosine (i32.add (local.get $cosine) (local.get $step)))
        (local.set $piece (i32.add (local.get $piece) (i32.const 2)))
        (br $next_piece))))

  ;; Writes to $to the values of some rows in $column, which has a 32-bit float for each row of the table; each is $step bytes after the last.
  ;; $piece, $pieces: as above.
  (func (export "gather")
    (param $piece i32) (param $pieces i32) (param $column i32) (param $to i32) (param $step i32)
    (local $stop i32)
    (local.set $stop (i32.add (local.get $piece) (i32.shl (local.get $pieces) (i32.const 1))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $piece) (local.get $stop)))
        (f32.store (local.get $to)
          (f32.load (i32.add (local.get $column) (i32.shl (i32.load16_u (local.get $piece)) (i32.const 2)))))
        (local.set $to (i32.add (local.get $to) (local.get $step)))
        (local.set $piece (i32.add (local.get $piece) (i32.const 2)))
        (br $next))))

  ;; Writes to $best the largest cosine of each part in each text, at least 0: $parts floats for each text.
  ;; $cosine: address of what "cosines" wrote. $parts: a multiple of 4.
  ;; $slot: address of 16-bit row numbers: those of the first text, then those of the next.
  ;; $end: address of the addresses at which each text's row numbers end. $texts: number of texts.
  (func (export "best")
    (param $cosine i32) (param $parts i32) (param $slot i32) (param $end i32) (param $texts i32) (param $best i32)
    (local $stride i32) (local $column i32) (local $at i32) (local $stop i32) (local $most v128)
    (local.set $stride (i32.shl (local.get $parts) (i32.const 2)))
    (block $done
      (br_if $done (i32.or (i32.eqz (local.get $texts)) (i32.eqz (local.get $parts))))
      (loop $next_text
        (local.set $stop (i32.load (local.get $end)))
        (local.set $column (i32.const 0))
        (loop $next_column
          (local.set $at (local.get $slot))
          (local.set $most (v128.const f32x4 0 0 0 0))
          (block $text_done
            (loop $next_row
              (br_if $text_done (i32.ge_u (local.get $at) (local.get $stop)))
              (local.set $most (f32x4.pmax (local.get $most)
                (v128.load (i32.add (i32.add (local.get $cosine) (local.get $column))
                  (i32.mul (i32.load16_u (local.get $at)) (local.get $stride))))))
              (local.set $at (i32.add (local.get $at) (i32.const 2)))
              (br $next_row)))
          (v128.store (i32.add (local.get $best) (local.get $column)) (local.get $most))
          (local.set $column (i32.add (local.get $column) (i32.const 16)))
          (br_if $next_column (i32.lt_u (local.get $column) (local.get $stride))))
        (local.set $best (i32.add (local.get $best) (local.get $stride)))
        (local.set $slot (local.get $stop))
        (local.set $end (i32.add (local.get $end) (i32.const 4)))
        (local.set $texts (i32.sub (local.get $texts) (i32.const 1)))
        (br_if $next_text (local.get $texts))))))
