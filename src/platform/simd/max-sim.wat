;; MaxSim: for each text, for each part of a question, the cosine of the text's most similar row, exact before rounding.
;; `npm run build:kernel` compiles this file to max-sim.binary.ts.
(module
  (import "host" "memory" (memory 1 65536 shared))

  ;; Cosines of all rows with all parts, as 32-bit floats, row after row with $parts floats each.
  ;; $row: address of the first row, $dimensions signed 8-bit values each, a multiple of 16.
  ;; $questions: address of the parts, widened to 16 bits, $parts of them.
  ;; $rowFactor, $partFactor: addresses of 1 / length of each row and part, as floats.
  (func (export "cosines")
    (param $row i32) (param $dimensions i32) (param $rows i32) (param $questions i32) (param $parts i32)
    (param $rowFactor i32) (param $partFactor i32) (param $cosine i32)
    (local $at i32) (local $end i32) (local $question i32) (local $part i32) (local $low v128) (local $high v128)
    (block $done
      (br_if $done (i32.or (i32.eqz (local.get $rows)) (i32.eqz (local.get $parts))))
      (loop $next_row
        (local.set $end (i32.add (local.get $row) (local.get $dimensions)))
        (local.set $question (local.get $questions))
        (local.set $part (i32.const 0))
        (loop $next_part
          (local.set $at (local.get $row))
          (local.set $low (v128.const i32x4 0 0 0 0))
          (local.set $high (v128.const i32x4 0 0 0 0))
          (loop $next_step
            (local.set $low (i32x4.add (local.get $low)
              (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $at)) (v128.load (local.get $question)))))
            (local.set $high (i32x4.add (local.get $high)
              (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $at)) (v128.load offset=16 (local.get $question)))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $question (i32.add (local.get $question) (i32.const 32)))
            (br_if $next_step (i32.lt_u (local.get $at) (local.get $end))))
          (local.set $low (i32x4.add (local.get $low) (local.get $high)))
          (f32.store (local.get $cosine)
            (f32.mul
              (f32.mul
                (f32.convert_i32_s (i32.add
                  (i32.add (i32x4.extract_lane 0 (local.get $low)) (i32x4.extract_lane 1 (local.get $low)))
                  (i32.add (i32x4.extract_lane 2 (local.get $low)) (i32x4.extract_lane 3 (local.get $low)))))
                (f32.load (local.get $rowFactor)))
              (f32.load (i32.add (local.get $partFactor) (i32.shl (local.get $part) (i32.const 2))))))
          (local.set $cosine (i32.add (local.get $cosine) (i32.const 4)))
          (local.set $part (i32.add (local.get $part) (i32.const 1)))
          (br_if $next_part (i32.lt_u (local.get $part) (local.get $parts))))
        (local.set $row (local.get $end))
        (local.set $rowFactor (i32.add (local.get $rowFactor) (i32.const 4)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br_if $next_row (local.get $rows)))))

  ;; The largest cosine of each part in each text, at least 0; text after text with $parts floats each.
  ;; $cosine: what "cosines" wrote. $parts: a multiple of 4.
  ;; $slot: address of 16-bit row numbers, those of the first text, then those of the next.
  ;; $end: address of where each text's row numbers end, as addresses.
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
