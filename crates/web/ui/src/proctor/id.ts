/** Texts of the desk's and the proctor's page, in Indonesian. */
export const id = {
  context: "Registrasi dan pengawas",
};

export type Texts = typeof id;
